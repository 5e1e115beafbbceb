package vae.models.likelihood;

import com.google.inject.Inject;
import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.ProfileGaussian;
import vae.core.model.ModelContext;
import vae.core.model.ObservationNoise;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Gaussian noise of the variance that makes the data likeliest, \(\sigma_*^2\) = the mean squared
 * error, with no parameter to train.
 *
 * <p>While a tape differentiates, σ_* is that of each minibatch, and gradients pass through it: the
 * objective is \(-\tfrac d2 \log \mathrm{MSE}\) and a constant. While it does not, σ_* is that of
 * the whole training set as the last {@link #calibrate} left it, in the parameter {@code
 * likelihood.noise.log-deviation}, which no gradient reaches: evaluation does not look at the data
 * that it evaluates. Values reported of training steps are those of the minibatch's σ_*.
 *
 * <p>Source: Rybkin et al. (2021), section 4.
 */
public final class OptimalNoise implements ObservationNoise {

  /**
   * @param floor least log σ_*, within ±40
   */
  @Describe(
      value = "Gaussian noise of the likeliest standard deviation: root of the mean squared error.",
      source = "Rybkin et al. (2021), section 4")
  public record Spec(
      @Default("-6.0") @Describe("least natural logarithm of the standard deviation") double floor)
      implements ObservationNoise.Spec {

    /** Checks the domain. */
    public Spec {
      Require.between("floor", floor, -40.0, 40.0);
    }
  }

  private final double floor;
  private final Parameter logDeviation;

  /**
   * @param logDeviation log σ_* of the training set, a scalar; {@link #calibrate} writes to it
   */
  public OptimalNoise(Spec spec, Parameter logDeviation) {
    floor = spec.floor();
    this.logDeviation = logDeviation;
  }

  @Override
  public Distribution around(Tensor mean) {
    Tape tape = mean.tape();
    Tensor calibrated = tape.parameter(logDeviation).detach();
    return tape.differentiates()
        ? new ProfileGaussian(mean, floor, calibrated)
        : new IsotropicGaussian(mean, calibrated);
  }

  @Override
  public void calibrate(double meanSquaredError) {
    logDeviation.value().set(0, Math.max(0.5 * StrictMath.log(meanSquaredError), floor));
  }

  @Override
  public boolean calibrates() {
    return true;
  }

  @Override
  public Optional<String> concern() {
    return LogScale.atFloor("likelihood.noise", logDeviation.value().get(0), floor);
  }

  /** Makes it for the run's model, at σ_* = 1 (or the floor) until it is calibrated. */
  public static final class Factory implements ComponentFactory<ObservationNoise, Spec> {

    private final ModelContext context;

    @Inject
    Factory(ModelContext context) {
      this.context = context;
    }

    @Override
    public ObservationNoise create(Spec spec) {
      Parameter logDeviation =
          context
              .parameters()
              .scope("likelihood")
              .scope("noise")
              .create(
                  "log-deviation", Shape.SCALAR, Initializer.constant(Math.max(0, spec.floor())));
      return new OptimalNoise(spec, logDeviation);
    }
  }
}
