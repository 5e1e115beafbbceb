package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * Lower triangular matrices from their diagonals [*, n] and their strictly lower entries [*,
 * n(n−1)/2] → [*, n, n].
 *
 * <p>The entries stand in the order of rows: (1, 0), (2, 0), (2, 1), (3, 0), …; zeros stand above.
 */
public record LowerTriangle() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape diagonal = inputs[0];
    Shape entries = inputs[1];
    boolean fits =
        diagonal.rank() >= 1
            && diagonal.rank() == entries.rank()
            && entries.extent(-1) == count(diagonal.extent(-1))
            && diagonal.dropLast(1).equals(entries.dropLast(1));
    if (!fits) {
      throw new ShapeException(
          "lowerTriangle: expected diagonal [*, n] and entries [*, n(n-1)/2], got %s and %s"
              .formatted(diagonal, entries));
    }
    return diagonal.append(Shape.of(diagonal.extent(-1)));
  }

  /** Entries below the diagonal of n rows. */
  private static long count(int n) {
    return n * (n - 1L) / 2;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().fill(f.value(), 0, f.shape().size(), 0);
    eachRow(
        f,
        (entries, diagonal, row, n) -> {
          f.kernels().copy(f.value(1), entries, f.value(), row, n);
          f.kernels().copy(f.value(0), diagonal, f.value(), row + n, 1);
        });
  }

  @Override
  public <A> void backward(Frame<A> f) {
    eachRow(
        f,
        (entries, diagonal, row, n) -> {
          if (f.wants(1)) {
            f.kernels().accumulate(f.gradient(), row, f.gradient(1), entries, n);
          }
          if (f.wants(0)) {
            f.kernels().accumulate(f.gradient(), row + n, f.gradient(0), diagonal, 1);
          }
        });
  }

  /** Where a row's n entries, its diagonal element and the row itself begin. */
  @FunctionalInterface
  private interface Row {
    void visit(int entries, int diagonal, int row, int n);
  }

  private static void eachRow(Frame<?> f, Row visitor) {
    int n = f.shape().extent(-1);
    int entries = 0;
    for (int diagonal = 0; diagonal < f.shape(0).size(); diagonal++) {
      int before = diagonal % n;
      visitor.visit(entries, diagonal, diagonal * n, before);
      entries += before;
    }
  }
}
