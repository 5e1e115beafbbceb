package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HeteroscedasticGaussian;
import vae.core.distribution.Observation;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Gaussian noise with a learned standard deviation for each data dimension, above a soft floor.
 *
 * <p>\[ \log \sigma_j = \mathrm{floor} + \log(1 + e^{r_j - \mathrm{floor}}) \]
 *
 * <p>The parameters r [d] are {@code likelihood.noise.log-deviation}. A dimension that never varies
 * (a pixel that is always dark) reaches the floor and adds −floor nats to every example.
 */
public final class LearnedNoisePerDimension implements ObservationNoise {

  /**
   * @param initial every σ_j &gt; exp(floor), in units of the data
   * @param floor least log σ_j
   */
  @Describe("Gaussian noise with a learned standard deviation for each data dimension.")
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

  /** Makes the parameters. */
  public LearnedNoisePerDimension(Spec spec, ModelSite at) {
    deviation =
        LogScale.learned(
            at, "log-deviation", Shape.of(at.sizes().data()), spec.initial(), spec.floor());
  }

  @Override
  public Observation around(Tensor mean) {
    return new HeteroscedasticGaussian(mean, deviation.on(mean.tape()));
  }

  @Override
  public Optional<String> concern() {
    return deviation.concern();
  }
}
