package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.tape.Tensor;

/** Gaussians, of which all is known: density, moments, entropy, the KL to one another. */
public interface GaussianPosterior
    extends Posterior, VectorDistribution, HasDensity, HasMean, HasMarginals, HasEntropy {

  /** Half of \(1 + \log 2\pi\): entropy of a coordinate with σ = 1, in nats. */
  double STANDARD_ENTROPY = 0.5 * (1 + StandardGaussian.LOG_TWO_PI);

  @Override
  GaussianPosterior stopGradient();

  @Override
  default Optional<Tensor> klTo(Distribution p) {
    return Kl.ofGaussians(this, p);
  }
}
