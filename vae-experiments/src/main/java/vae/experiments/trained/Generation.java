package vae.experiments.trained;

import java.util.Optional;
import java.util.stream.LongStream;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.distribution.Observation;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.training.Model;

/** The generative half of a trained model: from z to x, and draws of z. */
final class Generation {

  private final Model model;
  private final Sessions sessions;
  private final DType type;
  private final int latent;
  private final int dimension;

  Generation(Model model, Sessions sessions, DType type, int latent, int dimension) {
    this.model = model;
    this.sessions = sessions;
    this.type = type;
    this.latent = latent;
    this.dimension = dimension;
  }

  NdArray mean(NdArray z, Optional<NdArray> condition) {
    NdArray mean = observations(z);
    forEachChunk(z, condition, (x, from, _) -> mean.setRows(from, x.mean().toArray()));
    return mean;
  }

  NdArray draw(NdArray z, Optional<NdArray> condition, Key key) {
    NdArray drawn = observations(z);
    forEachChunk(z, condition, (x, from, count) -> drawn.setRows(from, drawn(x, from, count, key)));
    return drawn;
  }

  /** Mean and draw in one pass of the decoder. */
  Samples samples(NdArray z, Optional<NdArray> condition, Key key) {
    NdArray mean = observations(z);
    NdArray drawn = observations(z);
    forEachChunk(
        z,
        condition,
        (x, from, count) -> {
          mean.setRows(from, x.mean().toArray());
          drawn.setRows(from, drawn(x, from, count, key));
        });
    return new Samples(z, mean, drawn);
  }

  private NdArray observations(NdArray z) {
    return NdArray.zeros(type, Shape.of(z.shape().extent(0), dimension));
  }

  /** The rows of z are keyed by their place. */
  private NdArray drawn(Observation x, int from, int count, Key key) {
    Key rows = rows(key.fold("x"), from, count);
    return x.draw(1, rows).z().reshape(count, dimension).toArray();
  }

  private static Key rows(Key key, int from, int count) {
    return key.rows(LongStream.range(from, from + (long) count).toArray());
  }

  /** Draws of the prior, [n, m]; draw i is the same whatever n. */
  NdArray prior(int n, Optional<NdArray> condition, Key key) {
    if (condition.isEmpty() || !model.prior().takesCondition()) {
      return sessions.run(
          tape -> model.generative(model.pass(tape)).prior().draw(n, key).z().toArray());
    }
    NdArray z = NdArray.zeros(type, Shape.of(n, latent));
    sessions.forEachChunk(
        n,
        HeldOutEvaluator.CHUNK,
        (tape, from, count) -> {
          GenerativeModel p = given(tape, condition, from, count);
          z.setRows(
              from, p.prior().draw(1, rows(key, from, count)).z().reshape(count, latent).toArray());
        });
    return z;
  }

  @FunctionalInterface
  private interface Visitor {
    void chunk(Observation x, int from, int count);
  }

  private void forEachChunk(NdArray z, Optional<NdArray> condition, Visitor visitor) {
    sessions.forEachChunk(
        z.shape().extent(0),
        HeldOutEvaluator.CHUNK,
        (tape, from, count) -> {
          GenerativeModel p = given(tape, condition, from, count);
          visitor.chunk(p.likelihood(tape.constant(z.rows(from, count))), from, count);
        });
  }

  private GenerativeModel given(Tape tape, Optional<NdArray> condition, int from, int count) {
    Pass pass = model.pass(tape);
    return model.generative(
        condition.map(it -> pass.conditionedOn(tape.constant(it.rows(from, count)))).orElse(pass));
  }
}
