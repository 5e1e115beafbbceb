package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.distribution.ProfileGaussian;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

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

  @Describe(
      value = "Gaussian noise of the likeliest standard deviation: root of the mean squared error.",
      source = "Rybkin et al. (2021), section 4")
  public record Spec(
      @Default("-6.0") @Describe("least natural logarithm of the standard deviation") double floor)
      implements ObservationNoise.Spec {

    public Spec {
      Require.between("floor", floor, -40.0, 40.0);
    }
  }

  private final String path;
  private final double floor;
  private final Parameter logDeviation;

  /** At σ_* = 1 (or the floor) until it is calibrated. */
  public OptimalNoise(Spec spec, ModelSite at) {
    path = at.path();
    floor = spec.floor();
    double start = Math.max(0, floor);
    logDeviation =
        at.parameters().create("log-deviation", Shape.SCALAR, Initializer.constant(start));
  }

  @Override
  public Observation around(Tensor mean) {
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
    return LogScale.atFloor(path, logDeviation.value().get(0), floor);
  }
}
