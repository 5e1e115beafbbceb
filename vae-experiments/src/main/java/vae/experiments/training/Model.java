package vae.experiments.training;

import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tape;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.LikelihoodModel;
import vae.core.model.Prior;

/**
 * The components of one run, made from its spec.
 *
 * @param parameters of all components together
 */
public record Model(
    Prior prior,
    Encoder encoder,
    Decoder decoder,
    LikelihoodModel likelihood,
    Estimator estimator,
    OptimizerRule optimizer,
    Parameters parameters) {

  /** The generative half on a tape. */
  public GenerativeModel on(Tape tape) {
    return new GenerativeModel(tape, prior, decoder, likelihood);
  }
}
