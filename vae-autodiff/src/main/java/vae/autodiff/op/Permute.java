package vae.autodiff.op;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * Reorders the axes: axis i of the output is axis {@code axes[i]} of the input.
 *
 * @param axes a permutation of 0 … rank−1
 */
public record Permute(List<Integer> axes) implements Op {

  public Permute {
    axes = List.copyOf(axes);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (axes.stream().distinct().count() != inputs[0].rank()
        || axes.stream().anyMatch(axis -> axis < 0 || axis >= inputs[0].rank())
        || axes.size() != inputs[0].rank()) {
      throw new ShapeException(
          "permute: axes %s are not a permutation of the axes of shape %s"
              .formatted(axes, inputs[0]));
    }
    return Shape.of(axes.stream().mapToInt(inputs[0]::extent).toArray());
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Shape in = f.shape(0);
    int rank = in.rank();
    if (swapsLastTwo(rank)) {
      int rows = in.extent(-2);
      int columns = in.extent(-1);
      for (int at = 0; at < in.size(); at += rows * columns) {
        f.kernels().transpose(f.value(0), at, rows, columns, f.value(), at);
      }
      return;
    }
    move(in, f.shape(), (from, to) -> f.kernels().copy(f.value(0), from, f.value(), to, 1));
  }

  private boolean swapsLastTwo(int rank) {
    if (rank < 2 || axes.get(rank - 1) != rank - 2 || axes.get(rank - 2) != rank - 1) {
      return false;
    }
    for (int i = 0; i < rank - 2; i++) {
      if (axes.get(i) != i) {
        return false;
      }
    }
    return true;
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      move(
          f.shape(0),
          f.shape(),
          (from, to) -> f.kernels().accumulate(f.gradient(), to, f.gradient(0), from, 1));
    }
  }

  @FunctionalInterface
  private interface Move {
    void element(int from, int to);
  }

  private void move(Shape in, Shape out, Move move) {
    int rank = in.rank();
    int[] steps = new int[rank];
    for (int i = 0; i < rank; i++) {
      steps[i] = in.inner(axes.get(i));
    }
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < out.size(); to++) {
      move.element(from, to);
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += steps[axis];
        if (++index[axis] < out.extent(axis)) {
          break;
        }
        index[axis] = 0;
        from -= steps[axis] * out.extent(axis);
      }
    }
  }
}
