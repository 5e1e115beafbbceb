package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.ConvolutionGeometry;
import vae.autodiff.kernel.ConvolutionKernels;

/**
 * y = f(x ⋆ᵀ W + b), fused, the adjoint of {@link Convolution}: x [N, H, W, C], W [kh, kw, O, C], b
 * [O] → y [N, OH, OW, O] with \[ OH = (H - 1) \cdot \mathrm{stride} - 2 \cdot \mathrm{padding} + kh
 * + \mathrm{outputPadding} \] and OW alike.
 *
 * <p>W is the weight of the convolution from y to x, so its channels stand in that one's order: of
 * the output, then of the input. Inputs in the order x, W, b; b may be left out.
 *
 * @param stride pixels of y between two pixels of x, ≥ 1
 * @param padding what the convolution from y to x pads, from 0 to below the kernel's height and
 *     width
 * @param outputPadding rows and columns of y behind the last window that starts there, from 0 to
 *     below the stride: a convolution gives several sizes of y the same size of x
 */
public record TransposedConvolution(
    int stride, int padding, int outputPadding, Activation activation) implements Op {

  public TransposedConvolution {
    ImageShapes.check("transposedConvolution", stride, padding);
    activation.requireGradientFromValue();
    if (outputPadding < 0 || outputPadding >= stride) {
      throw new IllegalArgumentException(
          "transposedConvolution: outputPadding: expected 0 to %d (stride - 1), got %d"
              .formatted(stride - 1, outputPadding));
    }
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    Shape w = inputs[1];
    boolean fits = x.rank() == 4 && w.rank() == 4 && x.extent(3) == w.extent(3);
    if (!fits || inputs.length > 2 && !inputs[2].equals(Shape.of(w.extent(2)))) {
      throw new ShapeException(
          "transposedConvolution: expected x [N, H, W, C], W [kh, kw, O, C], b [O], got "
              + Arrays.toString(inputs));
    }
    ImageShapes.checkKernel("transposedConvolution", w, padding);
    return Shape.of(
        x.extent(0), extent(x, w, 1, w.extent(0)), extent(x, w, 2, w.extent(1)), w.extent(2));
  }

  private int extent(Shape x, Shape w, int axis, int kernel) {
    long extent = (x.extent(axis) - 1L) * stride - 2L * padding + kernel + outputPadding;
    if (x.extent(axis) < 1 || extent < 1 || extent > Integer.MAX_VALUE) {
      throw new ShapeException(
          ("transposedConvolution: expected an output of 1 to 2^31-1 rows and columns, got %d from"
                  + " x %s with the kernel %s, stride %d, padding %d and outputPadding %d")
              .formatted(extent, x, w, stride, padding, outputPadding));
    }
    return (int) extent;
  }

  /** The geometry of the convolution from y to x. */
  private ConvolutionGeometry geometry(Frame<?> f) {
    return ImageShapes.geometry(f.shape(), f.shape(0), f.shape(1), stride, padding);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().convolution().transposed(geometry(f), f.value(0), f.value(1), f.value(), false);
    ImageShapes.biasActivation(f, activation);
  }

  @Override
  public <A> void backward(Frame<A> f) {
    ConvolutionKernels<A> kernels = f.kernels().convolution();
    ConvolutionGeometry g = geometry(f);
    A dPre = ImageShapes.beforeActivation(f, activation);
    if (f.wants(0)) {
      A fresh = f.freshGradient(0);
      A dx = fresh == null ? f.gradient(0) : fresh;
      kernels.convolve(g, dPre, f.value(1), dx, fresh == null);
    }
    if (f.wants(1)) {
      kernels.weightGradient(g, dPre, f.value(0), f.gradient(1));
    }
  }
}
