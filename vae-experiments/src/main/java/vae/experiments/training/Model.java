package vae.experiments.training;

import java.util.Optional;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.LikelihoodModel;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.experiments.training.optimizer.OptimizerRule;

/** The components of one run, made from its spec. */
public record Model(
    Prior prior,
    Encoder encoder,
    Decoder decoder,
    LikelihoodModel likelihood,
    Estimator estimator,
    OptimizerRule optimizer,
    Parameters parameters) {

  /** Bound to a batch for evaluation. */
  public ModelOnBatch on(Tape tape, Batch batch) {
    return on(tape, batch, Optional.empty());
  }

  /**
   * Bound to a batch.
   *
   * @param training the key of the layers' own noise; empty in evaluation
   */
  public ModelOnBatch on(Tape tape, Batch batch, Optional<Key> training) {
    return on(
        tape.constant(batch.x()),
        new Pass(
            tape,
            batch.condition().map(tape::constant),
            training,
            encoder,
            prior,
            batch.observed().map(tape::constant)));
  }

  /** Bound to x [B, d] and the pass over it. */
  public ModelOnBatch on(Tensor x, Pass pass) {
    GenerativeModel p = generative(pass);
    return new ModelOnBatch(
        pass.observed().map(p::observing).orElse(p), encoder.given(pass), x, pass.observed());
  }

  /** The generative half in a pass, for draws of x rather than data. */
  public GenerativeModel generative(Pass pass) {
    Pass blind = pass.withoutObserved();
    return new GenerativeModel(pass.tape(), prior.given(blind), decoder.given(blind), likelihood);
  }

  /**
   * The same model for many passes during which no parameter changes; see {@link Prior#settled}.
   *
   * @param tape that differentiates nothing; it is reset
   */
  public Model settled(Tape tape) {
    tape.reset();
    Prior settled = prior.settled(pass(tape));
    return settled == prior
        ? this
        : new Model(settled, encoder, decoder, likelihood, estimator, optimizer, parameters);
  }

  /** A pass of evaluation without a condition. */
  public Pass pass(Tape tape) {
    return new Pass(tape, Optional.empty(), Optional.empty(), encoder, prior);
  }
}
