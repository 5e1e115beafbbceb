package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * The logarithm of a scale: given, or learned above a soft floor.
 *
 * <p>\[ \log s = \mathrm{floor} + \log(1 + e^{r - \mathrm{floor}}) \]
 *
 * <p>with the parameter r, which is log s itself far above the floor. Without a floor the density
 * at a perfect reconstruction is unbounded, and training may follow it. Source: Rybkin et al.
 * (2021), section 4.
 */
record LogScale(String path, Parameter raw, double floor, double given) {

  /** What stands beside every floor in a spec. */
  static final String FLOOR = "least natural logarithm of a learned scale, approached smoothly";

  /** Nearer to its floor than this, a scale is no longer what the data ask for. */
  private static final double NEAR = 0.01;

  /**
   * @param scale &gt; 0
   */
  static LogScale given(double scale) {
    return new LogScale("", null, 0, StrictMath.log(scale));
  }

  /**
   * Makes the parameter.
   *
   * @param initial first value of every scale, above \(e^{\mathrm{floor}}\)
   */
  static LogScale learned(ModelSite at, String name, Shape shape, double initial, double floor) {
    double above = StrictMath.log(initial) - floor;
    double start = floor + above + StrictMath.log(-StrictMath.expm1(-above));
    return new LogScale(
        at.path(),
        at.parameters().create(name, shape, Initializer.constant(start)),
        floor,
        Double.NaN);
  }

  /** The parameter {@code log-scale} that starts at the scale, or the scale as it is. */
  static LogScale of(ModelSite at, double scale, boolean learned, double floor) {
    return learned ? learned(at, "log-scale", Shape.SCALAR, scale, floor) : given(scale);
  }

  /** Checks the arguments of {@link #of} in a spec. */
  static void require(double scale, boolean learned, double floor) {
    Require.positive("scale", scale);
    Require.finite("floor", floor);
    if (learned) {
      requireAboveFloor("scale", scale, floor);
    }
  }

  /** Refuses a first scale that does not lie above the floor. */
  static void requireAboveFloor(String key, double scale, double floor) {
    if (!(StrictMath.log(scale) > floor)) {
      throw new SpecException(
          key,
          "a number above exp(floor) = " + StrictMath.exp(floor),
          Double.toString(scale),
          "Lower the floor, or start at a larger scale.");
    }
  }

  /** log s, a scalar or of the parameter's shape. */
  Tensor on(Tape tape) {
    return raw == null ? tape.scalar(given) : tape.parameter(raw).add(-floor).softplus().add(floor);
  }

  /** Says so where a learned scale is at its floor. */
  Optional<String> concern() {
    if (raw == null) {
      return Optional.empty();
    }
    NdArray value = raw.value();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < raw.shape().size(); i++) {
      least = Math.min(least, StrictMath.log1p(StrictMath.exp(value.get(i) - floor)));
    }
    return atFloor(path, floor + least, floor);
  }

  /** Says so where a logarithm is at its floor. */
  static Optional<String> atFloor(String path, double logScale, double floor) {
    if (!(logScale - floor < NEAR)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: the logarithm of the scale is %.3f, at its floor %s: the scale collapses, and the "
                .formatted(path, logScale, floor)
            + "likelihood measures the floor. Give a fixed scale, or raise %s.floor to the data's "
                .formatted(path)
            + "precision.");
  }
}
