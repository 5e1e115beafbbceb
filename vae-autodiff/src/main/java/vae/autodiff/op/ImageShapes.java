package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.ConvolutionGeometry;

/** What both convolutions check and do around their kernels; images are [N, H, W, C]. */
final class ImageShapes {

  private ImageShapes() {}

  static void check(String op, int stride, int padding) {
    if (stride < 1) {
      throw new IllegalArgumentException(op + ": stride: expected at least 1, got " + stride);
    }
    if (padding < 0) {
      throw new IllegalArgumentException(op + ": padding: expected at least 0, got " + padding);
    }
  }

  /** Refuses windows that have no pixels, or nothing but padding. */
  static void checkKernel(String op, Shape weight, int padding) {
    int least = Math.min(weight.extent(0), weight.extent(1));
    if (least < 1 || padding >= least) {
      throw new ShapeException(
          ("%s: expected a kernel with more rows and columns than the padding of %d, got W %s;"
                  + " take less padding or a larger kernel")
              .formatted(op, padding, weight));
    }
  }

  static ConvolutionGeometry geometry(
      Shape wide, Shape narrow, Shape weight, int stride, int padding) {
    return new ConvolutionGeometry(
        wide.extent(0),
        wide.extent(1),
        wide.extent(2),
        wide.extent(3),
        narrow.extent(1),
        narrow.extent(2),
        narrow.extent(3),
        weight.extent(0),
        weight.extent(1),
        stride,
        padding);
  }

  /** Adds the bias, which is input 2 if there is one, to every pixel and applies the activation. */
  static <A> void biasActivation(Frame<A> f, Activation activation) {
    A bias = f.inputs() > 2 ? f.value(2) : null;
    if (bias != null || activation != Activation.IDENTITY) {
      f.kernels()
          .biasActivation(activation, bias, f.value(), pixels(f.shape()), f.shape().extent(3));
    }
  }

  /** The gradient by what the activation was applied to; adds that of the bias where wanted. */
  static <A> A beforeActivation(Frame<A> f, Activation activation) {
    A dPre = f.gradient();
    if (activation != Activation.IDENTITY) {
      int n = f.shape().size();
      dPre = f.scratch(n);
      f.kernels().activationGradient(activation, f.value(), f.gradient(), dPre, n);
    }
    if (f.inputs() > 2 && f.wants(2)) {
      f.kernels().sumColumns(dPre, pixels(f.shape()), f.shape().extent(3), f.gradient(2));
    }
    return dPre;
  }

  private static int pixels(Shape images) {
    return images.dropLast(1).size();
  }
}
