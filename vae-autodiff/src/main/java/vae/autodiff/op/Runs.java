package vae.autodiff.op;

import vae.autodiff.array.Shape;

/**
 * Walks two broadcast operands as contiguous runs: the innermost axes that both operands either
 * follow or repeat are merged into one run with strides 0 or 1.
 */
final class Runs {

  /** One run of n elements. */
  @FunctionalInterface
  interface Visitor {
    void run(int outOffset, int aOffset, int aStride, int bOffset, int bStride, int n);
  }

  private Runs() {}

  /** Visits the runs of {@code out} in order; a and b broadcast to it. */
  static void forEach(Shape out, Shape a, Shape b, Visitor visitor) {
    if (out.size() == 0) {
      return;
    }
    if (out.equals(a) && out.equals(b)) {
      visitor.run(0, 0, 1, 0, 1, out.size());
      return;
    }
    int rank = out.rank();
    int[] aSteps = steps(out, a);
    int[] bSteps = steps(out, b);
    int axis = rank - 1;
    while (axis >= 0 && out.extent(axis) == 1) {
      axis--;
    }
    if (axis < 0) {
      visitor.run(0, 0, 1, 0, 1, 1);
      return;
    }
    int aStride = aSteps[axis] == 0 ? 0 : 1;
    int bStride = bSteps[axis] == 0 ? 0 : 1;
    int n = out.extent(axis--);
    while (axis >= 0
        && (out.extent(axis) == 1 || aSteps[axis] == aStride * n && bSteps[axis] == bStride * n)) {
      n *= out.extent(axis--);
    }
    visit(out, aSteps, bSteps, axis + 1, n, aStride, bStride, visitor);
  }

  private static void visit(
      Shape out,
      int[] aSteps,
      int[] bSteps,
      int outerAxes,
      int n,
      int aStride,
      int bStride,
      Visitor visitor) {
    int[] index = new int[outerAxes];
    int aOffset = 0;
    int bOffset = 0;
    for (int outOffset = 0; outOffset < out.size(); outOffset += n) {
      visitor.run(outOffset, aOffset, aStride, bOffset, bStride, n);
      for (int axis = outerAxes - 1; axis >= 0; axis--) {
        aOffset += aSteps[axis];
        bOffset += bSteps[axis];
        if (++index[axis] < out.extent(axis)) {
          break;
        }
        index[axis] = 0;
        aOffset -= aSteps[axis] * out.extent(axis);
        bOffset -= bSteps[axis] * out.extent(axis);
      }
    }
  }

  /** Elements to move in the operand for one step along each axis of {@code out}. */
  private static int[] steps(Shape out, Shape operand) {
    int[] steps = new int[out.rank()];
    int step = 1;
    for (int i = 1; i <= operand.rank(); i++) {
      int extent = operand.extent(-i);
      steps[out.rank() - i] = extent == 1 ? 0 : step;
      step *= extent;
    }
    return steps;
  }

  /** True where the operand is repeated to fill {@code out}. */
  static boolean repeats(Shape out, Shape operand) {
    return operand.size() != out.size();
  }
}
