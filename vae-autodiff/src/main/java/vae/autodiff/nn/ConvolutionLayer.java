package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * y = f(x ⋆ W + b): images [N, H, W, in] → [N, OH, OW, out] with OH = ⌊(H + 2 padding − kernel) /
 * stride⌋ + 1 and OW alike.
 */
public final class ConvolutionLayer {

  private final Parameter weight;
  private final Parameter bias;
  private final int stride;
  private final int padding;
  private final Activation activation;

  private ConvolutionLayer(
      Parameter weight, Parameter bias, int stride, int padding, Activation activation) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.padding = padding;
    this.activation = activation;
  }

  /**
   * Makes the parameters {@code weight} [kernel, kernel, in, out] and {@code bias} [out] in the
   * scope.
   *
   * @param in channels of x, ≥ 1
   * @param out channels of y, ≥ 1
   * @param kernel rows and columns of a window, ≥ 1
   * @param stride pixels between two windows, ≥ 1
   * @param padding zeros around x on all sides, from 0 to kernel − 1
   */
  public static ConvolutionLayer create(
      Parameters scope,
      int in,
      int out,
      int kernel,
      int stride,
      int padding,
      Activation activation,
      Initializer weight,
      Initializer bias) {
    Fan fan = Fan.ofConvolution(kernel, stride, in, out);
    return new ConvolutionLayer(
        scope.create("weight", Shape.of(kernel, kernel, in, out), weight, fan),
        scope.create("bias", Shape.of(out), bias),
        stride,
        padding,
        activation);
  }

  /** x [N, H, W, in] → [N, OH, OW, out]. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    return Convolutions.convolution(
        x, tape.parameter(weight), tape.parameter(bias), stride, padding, activation);
  }

  /** W [kernel, kernel, in, out]. */
  public Parameter weight() {
    return weight;
  }

  /** b [out]. */
  public Parameter bias() {
    return bias;
  }
}
