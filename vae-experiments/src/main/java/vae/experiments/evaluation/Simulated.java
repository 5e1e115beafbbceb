package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.model.Batch;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.data.source.Examples;
import vae.experiments.training.Model;

/**
 * Examples that the model made itself, \(z \sim \pi\) and \(x \sim p_\theta(x \mid z)\): z is then
 * an exact draw of \(p_\theta(z \mid x)\).
 *
 * <p>A conditional model gets the conditions of the part's examples, in turn; and what is missing
 * in one of these is missing in the simulated one too.
 *
 * @param chunks the model on x, as on data
 * @param z [N, m], where each example came from
 */
public record Simulated(Chunks chunks, NdArray z) {

  /**
   * @param key of their noise, and of what is done with them
   * @param n N ≥ 1
   */
  static Simulated of(HeldOutEvaluator heldOut, Key key, int n) {
    Examples part = heldOut.examples();
    int c = part.conditionSize();
    double[] conditions = new double[n * c];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = part.condition(i / c % part.size())[i % c];
    }
    long[] identities = LongStream.range(0, n).toArray();
    NdArray given = NdArray.of(Shape.of(n, c), conditions);
    int d = part.dimension();
    NdArray z;
    NdArray x = NdArray.zeros(heldOut.tape().type(), Shape.of(n, d));
    try (Tape tape = Tape.of(heldOut.kernels(), heldOut.tape().type())) {
      tape.differentiate(false);
      Distribution prior = generative(heldOut.model(), tape, given).prior();
      Key source = key.fold("z").rows(identities);
      Draws draws = prior.draw(prior.batchShape().rank() == 0 ? n : 1, source);
      z = draws.z().reshape(prior.eventShape().prepend(n)).toArray();
      for (int from = 0; from < n; from += HeldOutEvaluator.CHUNK) {
        int count = Math.min(HeldOutEvaluator.CHUNK, n - from);
        tape.reset();
        GenerativeModel p = generative(heldOut.model(), tape, rows(given, from, count));
        Key noise = key.fold("x").rows(Arrays.copyOfRange(identities, from, from + count));
        Tensor at = tape.constant(rows(z, from, count));
        NdArray drawn = p.likelihood(at).draw(1, noise).z().toArray(); // [1, count, d]
        System.arraycopy(drawn.storage(), 0, x.storage(), from * d, count * d);
      }
    }
    Optional<NdArray> observed = mask(part, x);
    HeldOutEvaluator.Batches batches =
        (from, count) ->
            new Batch(
                rows(x, from, count),
                c == 0 ? Optional.empty() : Optional.of(rows(given, from, count)),
                observed.map(it -> rows(it, from, count)),
                Arrays.copyOfRange(identities, from, from + count));
    return new Simulated(new Chunks(heldOut, batches, key.fold("use"), n), z);
  }

  /** Takes from x what is missing in the part's examples; [N, d], 1 where x is known. */
  private static Optional<NdArray> mask(Examples part, NdArray x) {
    if (!part.incomplete()) {
      return Optional.empty();
    }
    int d = part.dimension();
    NdArray observed = NdArray.zeros(x.type(), x.shape());
    for (int i = 0; i < x.shape().size(); i++) {
      boolean known = part.known(i / d % part.size(), i % d);
      observed.set(i, known ? 1 : 0);
      x.set(i, known ? x.get(i) : part.fill(i % d));
    }
    return Optional.of(observed);
  }

  /**
   * The generative half for rows, each with its condition where the model has one.
   *
   * @param given [B, c], c ≥ 0
   */
  private static GenerativeModel generative(Model model, Tape tape, NdArray given) {
    Pass pass = model.pass(tape);
    boolean conditional = given.shape().extent(1) > 0;
    return model.generative(conditional ? pass.conditionedOn(tape.constant(given)) : pass);
  }

  /** Rows of a matrix, in an array of their own. */
  private static NdArray rows(NdArray matrix, int from, int count) {
    int columns = matrix.shape().extent(1);
    NdArray rows = NdArray.zeros(matrix.type(), Shape.of(count, columns));
    System.arraycopy(matrix.storage(), from * columns, rows.storage(), 0, count * columns);
    return rows;
  }
}
