package vae.models.likelihood;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Gaussian noise of a given standard deviation σ_dec, the same for all dimensions.
 *
 * <p>A change of σ_dec changes the model: runs with different values are compared by their ELBO or
 * likelihood, never by squared error plus weighted KL.
 */
public final class FixedNoise implements ObservationNoise {

  @Describe(value = "Gaussian noise of a given standard deviation, one for all dimensions.")
  public record Spec(
      @Default("0.1") @Describe("standard deviation, above 0, in units of the data") double sigma)
      implements ObservationNoise.Spec {

    public Spec {
      Require.positive("sigma", sigma);
    }
  }

  private final double logDeviation;

  /**
   * @param sigma &gt; 0
   */
  public FixedNoise(double sigma) {
    logDeviation = StrictMath.log(sigma);
  }

  @Override
  public Observation around(Tensor mean) {
    return new IsotropicGaussian(mean, mean.tape().scalar(logDeviation));
  }
}
