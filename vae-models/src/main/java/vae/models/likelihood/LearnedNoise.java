package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HeteroscedasticGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Gaussian noise with learned standard deviations above a soft floor: one for all data dimensions,
 * or one for each.
 *
 * <p>\[ \log \sigma_j = \mathrm{floor} + \log(1 + e^{r_j - \mathrm{floor}}) \]
 *
 * <p>The parameter r, a scalar or [d], is {@code likelihood.noise.log-deviation}. A dimension that
 * never varies (a pixel that is always dark) reaches its floor and adds −floor nats to every
 * example.
 *
 * <p>Source: Rybkin et al. (2021), Simple and effective VAE training with calibrated decoders.
 */
public final class LearnedNoise implements ObservationNoise {

  @Describe(
      value = "Gaussian noise with one learned standard deviation.",
      source = "Rybkin et al. (2021), section 4")
  public record Spec(
      @Default("1.0") @Describe("first standard deviation, in units of the data") double initial,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements ObservationNoise.Spec {

    public Spec {
      requireAboveFloor(initial, floor);
    }
  }

  @Describe("Gaussian noise with a learned standard deviation for each data dimension.")
  public record PerDimension(
      @Default("1.0") @Describe("first standard deviation, in units of the data") double initial,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements ObservationNoise.Spec {

    public PerDimension {
      requireAboveFloor(initial, floor);
    }
  }

  private static void requireAboveFloor(double initial, double floor) {
    Require.positive("initial", initial);
    Require.finite("floor", floor);
    LogScale.requireAboveFloor("initial", initial, floor);
  }

  private final LogScale deviation;
  private final boolean perDimension;

  public LearnedNoise(Spec spec, ModelSite at) {
    deviation = LogScale.learned(at, "log-deviation", Shape.SCALAR, spec.initial(), spec.floor());
    perDimension = false;
  }

  public LearnedNoise(PerDimension spec, ModelSite at) {
    Shape shape = Shape.of(at.sizes().data());
    deviation = LogScale.learned(at, "log-deviation", shape, spec.initial(), spec.floor());
    perDimension = true;
  }

  @Override
  public Observation around(Tensor mean) {
    Tensor logDeviation = deviation.on(mean.tape());
    return perDimension
        ? new HeteroscedasticGaussian(mean, logDeviation)
        : new IsotropicGaussian(mean, logDeviation);
  }

  @Override
  public Optional<String> concern() {
    return deviation.concern();
  }
}
