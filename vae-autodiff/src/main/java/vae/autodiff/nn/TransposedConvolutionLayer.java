package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * y = f(x ⋆ᵀ W + b), the adjoint of a {@link ConvolutionLayer}: images [N, H, W, in] → [N, OH, OW,
 * out] with OH = (H − 1) stride − 2 padding + kernel + outputPadding and OW alike.
 *
 * @param weight W [kernel, kernel, out, in]
 * @param bias b [out]
 */
public record TransposedConvolutionLayer(
    Parameter weight,
    Parameter bias,
    int stride,
    int padding,
    int outputPadding,
    Activation activation) {

  /**
   * Makes the parameters {@code weight} [kernel, kernel, out, in] and {@code bias} [out] in the
   * scope. The order of the weight's channels is that of the convolution from y to x.
   *
   * @param in channels of x, ≥ 1
   * @param out channels of y, ≥ 1
   * @param kernel rows and columns of a window, ≥ 1
   * @param stride pixels of y between two pixels of x, ≥ 1
   * @param padding from 0 to kernel − 1
   * @param outputPadding further rows and columns of y at the end, from 0 to stride − 1
   */
  public static TransposedConvolutionLayer create(
      Parameters scope,
      int in,
      int out,
      int kernel,
      int stride,
      int padding,
      int outputPadding,
      Activation activation,
      Initializer weight,
      Initializer bias) {
    Fan fan = Fan.ofConvolution(kernel, stride, out, in).reversed();
    return new TransposedConvolutionLayer(
        scope.create("weight", Shape.of(kernel, kernel, out, in), weight, fan),
        scope.create("bias", Shape.of(out), bias),
        stride,
        padding,
        outputPadding,
        activation);
  }

  /** x [N, H, W, in] → [N, OH, OW, out]. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    return Convolutions.transposedConvolution(
        x,
        tape.parameter(weight),
        tape.parameter(bias),
        stride,
        padding,
        outputPadding,
        activation);
  }
}
