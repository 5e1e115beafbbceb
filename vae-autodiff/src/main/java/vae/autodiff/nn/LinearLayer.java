package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * y = f(x W + b): x [*, in] → [*, out]; with a condition c, y = f(x W + b + c U).
 *
 * <p>That is the layer of [x, c], with a weight of its own for c: x may be sparse data, and draws
 * of several z share one product with c.
 *
 * @param second null where the layer takes no condition
 * @param weight W [in, out]
 * @param bias b [out]
 */
public record LinearLayer(
    Parameters scope,
    Initializer initializer,
    Parameter weight,
    Parameter bias,
    Activation activation,
    ConditionWeight second) {

  /**
   * Makes the parameters {@code weight} [in, out] and {@code bias} [out] in the scope.
   *
   * @param in ≥ 1
   * @param out ≥ 1
   */
  public static LinearLayer create(
      Parameters scope,
      int in,
      int out,
      Activation activation,
      Initializer weight,
      Initializer bias) {
    return new LinearLayer(
        scope,
        weight,
        scope.create("weight", Shape.of(in, out), weight),
        scope.create("bias", Shape.of(out), bias),
        activation,
        null);
  }

  /**
   * The same layer with the further parameter {@code condition} [c, out], which starts as in a
   * layer of in + c inputs.
   *
   * @param c numbers of the condition; 0 for none, which makes no parameter
   */
  public LinearLayer taking(int c) {
    if (c == 0) {
      return this;
    }
    int out = weight.shape().extent(1);
    Fan fan = new Fan(weight.shape().extent(0) + c, out);
    return with(scope.create("condition", Shape.of(c, out), initializer, fan), null);
  }

  /** The same layer given its condition, [B, c]; itself where it takes none. */
  public LinearLayer given(Tensor c) {
    return second == null ? this : with(second.weight(), c);
  }

  private LinearLayer with(Parameter u, Tensor c) {
    return new LinearLayer(scope, initializer, weight, bias, activation, new ConditionWeight(u, c));
  }

  /** x [*, in] → [*, out]; where a condition was given, x [*, B, in] → [*, B, out]. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    Tensor w = tape.parameter(weight);
    Tensor b = tape.parameter(bias);
    if (second == null) {
      return x.linear(w, b, activation);
    }
    Tensor condition = second.condition();
    Tensor shift = condition.matmul(tape.parameter(second.weight()));
    return x.linear(w, b, Activation.IDENTITY).add(shift).activate(activation);
  }
}
