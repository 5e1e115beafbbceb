package vae.autodiff.tape;

import vae.autodiff.kernel.Activation;
import vae.autodiff.op.Convolution;
import vae.autodiff.op.TransposedConvolution;

/** Convolutions of batches of images [N, H, W, C], channels last. */
public final class Convolutions {

  private Convolutions() {}

  /**
   * f(x ⋆ W + b): x [N, H, W, C], weight [kh, kw, C, O], bias [O] or null → [N, OH, OW, O] with OH
   * = ⌊(H + 2 padding − kh) / stride⌋ + 1 and OW alike.
   *
   * <p>Deep learning's convolution, which does not mirror the kernel.
   *
   * @param stride ≥ 1
   * @param padding zeros around x on all sides, from 0 to below kh and kw
   */
  public static Tensor convolution(
      Tensor x, Tensor weight, Tensor bias, int stride, int padding, Activation activation) {
    if (!activation.hasGradientFromValue()) {
      return convolution(x, weight, bias, stride, padding, Activation.IDENTITY)
          .activate(activation);
    }
    Convolution op = new Convolution(stride, padding, activation);
    return bias == null ? x.tape().record(op, x, weight) : x.tape().record(op, x, weight, bias);
  }

  /**
   * f(x ⋆ᵀ W + b), the adjoint of a convolution: x [N, H, W, C], weight [kh, kw, O, C], bias [O] or
   * null → [N, OH, OW, O] with OH = (H − 1) stride − 2 padding + kh + outputPadding and OW alike.
   *
   * <p>Without bias and activation it is the transposed linear map of {@link #convolution} with the
   * same weight, stride and padding: \(\langle x \star W, y \rangle = \langle x, y \star^\top W
   * \rangle\). Hence the weight's channels: those of the output, then those of the input.
   *
   * @param stride ≥ 1
   * @param padding from 0 to below kh and kw
   * @param outputPadding from 0 to below the stride; further rows and columns at the end, for sizes
   *     that the formula misses without
   */
  public static Tensor transposedConvolution(
      Tensor x,
      Tensor weight,
      Tensor bias,
      int stride,
      int padding,
      int outputPadding,
      Activation activation) {
    if (!activation.hasGradientFromValue()) {
      return transposedConvolution(
              x, weight, bias, stride, padding, outputPadding, Activation.IDENTITY)
          .activate(activation);
    }
    TransposedConvolution op =
        new TransposedConvolution(stride, padding, outputPadding, activation);
    return bias == null ? x.tape().record(op, x, weight) : x.tape().record(op, x, weight, bias);
  }
}
