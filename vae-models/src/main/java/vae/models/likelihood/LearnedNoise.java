package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Gaussian noise with one learned standard deviation for all dimensions, above a soft floor.
 *
 * <p>\[ \log \sigma = \mathrm{floor} + \log(1 + e^{r - \mathrm{floor}}) \]
 *
 * <p>The parameter r is {@code likelihood.noise.log-deviation}.
 *
 * <p>Source: Rybkin et al. (2021), Simple and effective VAE training with calibrated decoders.
 */
public final class LearnedNoise implements ObservationNoise {

  /**
   * @param initial σ &gt; exp(floor), in units of the data
   * @param floor least log σ
   */
  @Describe(
      value = "Gaussian noise with one learned standard deviation.",
      source = "Rybkin et al. (2021), section 4")
  public record Spec(
      @Default("1.0") @Describe("first standard deviation, in units of the data") double initial,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements ObservationNoise.Spec {

    /** Checks the domain. */
    public Spec {
      Require.positive("initial", initial);
      Require.finite("floor", floor);
      LogScale.requireAboveFloor("initial", initial, floor);
    }
  }

  private final LogScale deviation;

  /** Makes the parameter. */
  public LearnedNoise(Spec spec, ModelSite at) {
    deviation = LogScale.learned(at, "log-deviation", Shape.SCALAR, spec.initial(), spec.floor());
  }

  @Override
  public Observation around(Tensor mean) {
    return new IsotropicGaussian(mean, deviation.on(mean.tape()));
  }

  @Override
  public Optional<String> concern() {
    return deviation.concern();
  }
}
