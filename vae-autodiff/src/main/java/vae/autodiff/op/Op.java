package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * A differentiable operation on raw arrays: the value and its gradient side by side.
 *
 * <p>Operations are records of what is static about them (axes, functions); they hold no arrays.
 * The interface is sealed so that the gradient check can go through all of them: an operation
 * without a check fails the build.
 */
public sealed interface Op
    permits Arithmetic,
        BernoulliLogits,
        BroadcastTo,
        Cholesky,
        Concatenate,
        Convolution,
        Elementwise,
        Gather,
        GaussianDivergence,
        GaussianDraw,
        GaussianLogRatio,
        GaussianPairs,
        GroupNorm,
        Linear,
        LogDeterminant,
        LogSumExp,
        LowerTriangle,
        MatrixProduct,
        Permute,
        Reshape,
        Select,
        Slice,
        SquaredDistance,
        Sum,
        TransposedConvolution,
        TriangularSolve {

  /** The name that error messages use: that of the class, unless it says otherwise. */
  default String name() {
    String type = getClass().getSimpleName();
    return Character.toLowerCase(type.charAt(0)) + type.substring(1);
  }

  /**
   * Shape of the output.
   *
   * @throws ShapeException where the inputs do not fit, naming the operation and all shapes
   */
  Shape outputShape(Shape... inputs);

  /** Writes the output. */
  <A> void forward(Frame<A> frame);

  /** Adds to the gradients of the wanted inputs. */
  <A> void backward(Frame<A> frame);
}
