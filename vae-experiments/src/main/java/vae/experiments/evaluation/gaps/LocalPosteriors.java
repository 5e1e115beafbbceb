package vae.experiments.evaluation.gaps;

import java.util.List;
import vae.autodiff.optim.Adam;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.ParametricEncoder;
import vae.core.model.PosteriorFamily;
import vae.experiments.evaluation.FrozenModel;
import vae.experiments.training.ModelOnBatch;

/**
 * A posterior for each example of a chunk, optimised on its own while the decoder stays as it is.
 *
 * <p>\[ \lambda_n^* = \arg\max_\lambda \mathbb E_{q_\lambda}[\log p(x_n, z) - \log q_\lambda(z)] \]
 *
 * <p>Adam from the encoder's output λ, each step with fresh draws, the rate falling linearly to 0
 * so that the noise of the last steps averages out. The gradient holds the parameters of \(\log
 * q_\lambda\) constant (the path alone), which is unbiased and has no variance where q is exact; of
 * a posterior without a density at every z it is the whole gradient.
 *
 * <p>Sources: Cremer, Li and Duvenaud (2018), section 4; Roeder, Wu and Duvenaud (2017) for the
 * gradient.
 */
final class LocalPosteriors {

  private final PosteriorFamily family;
  private final Parameter parameters;

  private LocalPosteriors(PosteriorFamily family, Parameter parameters) {
    this.family = family;
    this.parameters = parameters;
  }

  /**
   * The encoder's own posteriors.
   *
   * @throws MisfitException where its outputs are not the parameters of a family
   */
  static LocalPosteriors start(FrozenModel chunk) {
    ModelOnBatch model = chunk.begin();
    if (!(model.encoder() instanceof ParametricEncoder encoder)) {
      throw new MisfitException(
          "gaps needs an encoder whose outputs are the parameters of a posterior family",
          "Take the encoder mlp or conv, or leave the metric out.");
    }
    return new LocalPosteriors(
        encoder.family(),
        new Parameter("local", encoder.parameters(model.x()).toArray())); // [B, P]
  }

  /**
   * Optimises them.
   *
   * @param steps of Adam
   * @param rate of its first step
   * @param samples draws of z for each example in a step
   */
  void optimise(FrozenModel chunk, int steps, double rate, int samples, Key noise) {
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    for (int step = 0; step < steps; step++) {
      ModelOnBatch model = chunk.begin();
      Posterior q = family.of(chunk.vary(parameters));
      Draws draws = q.draw(samples, noise.fold(step));
      Draws path = q instanceof HasDensity ? draws.stopGradient() : draws;
      Tensor bound =
          model.generative().logWeights(model.x(), path).mean(Distribution.SAMPLE); // [B]
      chunk.backward(bound.sum().negate());
      adam.step(model.x().tape(), List.of(parameters), rate * (1 - step / (double) steps));
    }
  }

  /** The posteriors, as constants of a tape. */
  Posterior on(Tape tape) {
    return family.of(tape.constant(parameters.value()));
  }
}
