package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * The logarithm of the ratio of two densities at draws from the second, \(\log \pi(z) - \log
 * q(z)\): what importance weights are made of beside the likelihood.
 */
public final class LogRatio {

  private LogRatio() {}

  /**
   * \(\log \pi(z) - \log q(z)\) for z [*S, B, m] → [*S, B], in nats.
   *
   * <p>Where q is diagonal, the prior standard normal and z what {@code q.sample} gave, it is one
   * pass over z and its noise. The gradient is the same: all of it, through z and through the
   * parameters of q. Draws that were detached, and a q whose parameters were, take the densities
   * one by one.
   */
  public static Tensor of(Distribution prior, Posterior q, Tensor z) {
    if (q instanceof DiagonalGaussian diagonal && prior instanceof StandardGaussian) {
      Optional<Tensor> noise = diagonal.noiseOf(z);
      if (noise.isPresent()) {
        return GaussianRows.logRatio(noise.get(), z, diagonal.logDeviation());
      }
    }
    return prior.logProb(z).subtract(q.logProb(z));
  }
}
