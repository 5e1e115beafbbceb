package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** y = f(x W + b): x [*, in] → [*, out]. */
public final class LinearLayer {

  private final Parameter weight;
  private final Parameter bias;
  private final Activation activation;

  private LinearLayer(Parameter weight, Parameter bias, Activation activation) {
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
  }

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
        scope.create("weight", Shape.of(in, out), weight),
        scope.create("bias", Shape.of(out), bias),
        activation);
  }

  /** x [*, in] → [*, out]. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    return x.linear(tape.parameter(weight), tape.parameter(bias), activation);
  }

  /** W [in, out]. */
  public Parameter weight() {
    return weight;
  }

  /** b [out]. */
  public Parameter bias() {
    return bias;
  }
}
