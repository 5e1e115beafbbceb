package vae.experiments.evaluation.likelihood;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.experiments.training.ModelOnBatch;

/** Where annealing begins: a density q₀ that can be drawn from and is known at every z. */
public enum Start {
  /** The prior: independent of the encoder, and of its faults. */
  PRIOR {
    @Override
    double[] draw(ModelOnBatch on, int chains, int examples, Key noise) {
      Distribution prior = on.generative().prior();
      return prior.batchShape().rank() == 0
          ? shared(prior, chains, examples, noise)
          : prior.draw(chains, noise).z().toArray().toDoubles();
    }

    @Override
    Terms at(ModelOnBatch on, Tensor z) {
      return new Terms(
          on.generative().prior().logProb(z), on.generative().likelihood(z).logProb(on.x()));
    }
  },
  /** The encoder's posterior: a shorter way, where its density is known at every z. */
  POSTERIOR {
    @Override
    double[] draw(ModelOnBatch on, int chains, int examples, Key noise) {
      return density(on).draw(chains, noise).z().toArray().toDoubles();
    }

    @Override
    Terms at(ModelOnBatch on, Tensor z) {
      Tensor logStart = density(on).logProb(z);
      return new Terms(logStart, on.generative().logJoint(on.x(), z).subtract(logStart));
    }
  };

  /**
   * Draws of q₀, [C, B, m] in row-major order.
   *
   * @param noise whose rows identify the examples
   */
  abstract double[] draw(ModelOnBatch on, int chains, int examples, Key noise);

  /** What the densities of the path are made of, for z [C, B, m]. */
  abstract Terms at(ModelOnBatch on, Tensor z);

  /**
   * log f_β(z) = logStart + β logRatio, each [C, B] in nats.
   *
   * @param logStart log q₀(z)
   * @param logRatio log p(x, z) − log q₀(z)
   */
  record Terms(Tensor logStart, Tensor logRatio) {}

  /** One prior for all examples: each has draws of its own, named by its identity. */
  private static double[] shared(Distribution prior, int chains, int examples, Key noise) {
    int m = prior.eventShape().size();
    double[] all = new double[chains * examples * m];
    for (int b = 0; b < examples; b++) {
      double[] own = prior.draw(chains, noise.fold(noise.row(b))).z().toArray().toDoubles();
      for (int c = 0; c < chains; c++) {
        System.arraycopy(own, c * m, all, (c * examples + b) * m, m);
      }
    }
    return all;
  }

  private static HasDensity density(ModelOnBatch on) {
    Posterior q = on.posterior();
    if (q instanceof HasDensity everywhere) {
      return everywhere;
    }
    throw new MisfitException(
        "annealing from the posterior needs one whose density is known at every z",
        "Set \"start\": \"prior\" in this metric.");
  }
}
