package vae.core.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Compares gradients with central differences in F64, \((f(\theta + h) - f(\theta - h)) / 2h\).
 *
 * <p>At h = 1e-5 both the truncation, about h² f‴/6, and the rounding, about ε f/h, stay below 1e-8
 * for values and derivatives near 1.
 */
public final class GradientCheck {

  private static final double STEP = 1e-5;
  private static final double BOUND = 1e-7;

  private GradientCheck() {}

  /**
   * Fails unless the gradient of the scalar by every element of every parameter is the difference
   * quotient, to 1e-7 relative to the larger of 1 and the quotient.
   *
   * @param scalar records the function on the tape, which brings the parameters along
   */
  public static void check(String what, List<Parameter> parameters, Function<Tape, Tensor> scalar) {
    check(what, parameters, scalar, scalar);
  }

  /**
   * The same where what is differentiated and what is evaluated are written differently: the
   * gradient of {@code differentiated} must be the difference quotient of {@code value}.
   */
  public static void check(
      String what,
      List<Parameter> parameters,
      Function<Tape, Tensor> differentiated,
      Function<Tape, Tensor> value) {
    for (Parameter parameter : parameters) {
      double[] exact = gradient(parameter, differentiated);
      for (int i = 0; i < exact.length; i++) {
        double numeric = quotient(parameter.value(), i, value);
        String where = what + ": gradient by " + parameter.name() + " [" + i + "]";
        assertEquals(numeric, exact[i], BOUND * Math.max(1, Math.abs(numeric)), where);
      }
    }
  }

  /** The gradient of the scalar by the parameter; zeros where it does not depend on it. */
  public static double[] gradient(Parameter parameter, Function<Tape, Tensor> scalar) {
    return DoubleTape.compute(
        tape -> {
          tape.backward(scalar.apply(tape));
          NdArray gradient = tape.gradient(parameter);
          return gradient == null ? new double[parameter.shape().size()] : gradient.toDoubles();
        });
  }

  private static double quotient(NdArray value, int i, Function<Tape, Tensor> scalar) {
    double before = value.get(i);
    value.set(i, before + STEP);
    double above = DoubleTape.compute(tape -> scalar.apply(tape).item());
    value.set(i, before - STEP);
    double below = DoubleTape.compute(tape -> scalar.apply(tape).item());
    value.set(i, before);
    return (above - below) / (2 * STEP);
  }
}
