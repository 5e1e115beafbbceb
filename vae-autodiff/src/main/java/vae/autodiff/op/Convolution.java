package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.ConvolutionGeometry;
import vae.autodiff.kernel.ConvolutionKernels;

/**
 * y = f(x ⋆ W + b), fused: x [N, H, W, C], W [kh, kw, C, O], b [O] → y [N, OH, OW, O] with \[ OH =
 * \lfloor (H + 2 \cdot \mathrm{padding} - kh) / \mathrm{stride} \rfloor + 1 \] and OW alike.
 *
 * <p>Inputs in the order x, W, b; b may be left out.
 *
 * @param stride pixels between two windows, ≥ 1
 * @param padding zeros around x on all sides, from 0 to below the kernel's height and width
 */
public record Convolution(int stride, int padding, Activation activation) implements Op {

  public Convolution {
    ImageShapes.check("convolution", stride, padding);
    activation.requireGradientFromValue();
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    Shape w = inputs[1];
    boolean fits = x.rank() == 4 && w.rank() == 4 && x.extent(3) == w.extent(2);
    if (!fits || inputs.length > 2 && !inputs[2].equals(Shape.of(w.extent(3)))) {
      throw new ShapeException(
          "convolution: expected x [N, H, W, C], W [kh, kw, C, O], b [O], got "
              + Arrays.toString(inputs));
    }
    ImageShapes.checkKernel("convolution", w, padding);
    return Shape.of(
        x.extent(0), windows(x, w, 1, w.extent(0)), windows(x, w, 2, w.extent(1)), w.extent(3));
  }

  private int windows(Shape x, Shape w, int axis, int kernel) {
    long beyondFirst = x.extent(axis) + 2L * padding - kernel;
    if (beyondFirst < 0) {
      throw new ShapeException(
          ("convolution: expected x of at least the kernel's height and width, got %s with padding"
                  + " %d and the kernel %s; take a smaller kernel or more padding")
              .formatted(x, padding, w));
    }
    return Math.toIntExact(beyondFirst / stride + 1);
  }

  private ConvolutionGeometry geometry(Frame<?> f) {
    return ImageShapes.geometry(f.shape(0), f.shape(), f.shape(1), stride, padding);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().convolution().convolve(geometry(f), f.value(0), f.value(1), f.value(), false);
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
      kernels.transposed(g, dPre, f.value(1), dx, fresh == null);
    }
    if (f.wants(1)) {
      kernels.weightGradient(g, f.value(0), dPre, f.gradient(1));
    }
  }
}
