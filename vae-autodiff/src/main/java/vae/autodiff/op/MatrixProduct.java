package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;

/**
 * Batched matrix product op(A) op(B): A [*, m, k], B [*, k, n] → [*, m, n].
 *
 * <p>The leading extents are equal, or one operand is a single matrix used for every other.
 *
 * @param transposeA A is [*, k, m]
 * @param transposeB B is [*, n, k]
 */
public record MatrixProduct(boolean transposeA, boolean transposeB) implements Op {

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape a = inputs[0];
    Shape b = inputs[1];
    boolean fits =
        a.rank() >= 2
            && b.rank() >= 2
            && a.extent(transposeA ? -2 : -1) == b.extent(transposeB ? -1 : -2)
            && (a.rank() == 2 || b.rank() == 2 || a.dropLast(2).equals(b.dropLast(2)));
    if (!fits) {
      throw new ShapeException(
          "matmul: shapes %s%s and %s%s do not fit"
              .formatted(a, transposeA ? " transposed" : "", b, transposeB ? " transposed" : ""));
    }
    Shape batch = a.rank() > 2 ? a.dropLast(2) : b.dropLast(2);
    return batch.append(Shape.of(a.extent(transposeA ? -1 : -2), b.extent(transposeB ? -2 : -1)));
  }

  private record Sizes(int m, int n, int k, int batch, int aStep, int bStep) {}

  private Sizes sizes(Shape a, Shape b, Shape y) {
    int m = y.extent(-2);
    int n = y.extent(-1);
    int k = a.extent(transposeA ? -2 : -1);
    int batch = y.dropLast(2).size();
    return new Sizes(m, n, k, batch, a.rank() == 2 ? 0 : m * k, b.rank() == 2 ? 0 : k * n);
  }

  private <A> MatrixView<A> a(A array, int i, Sizes s) {
    return new MatrixView<>(array, i * s.aStep, transposeA ? s.m : s.k, transposeA);
  }

  private <A> MatrixView<A> b(A array, int i, Sizes s) {
    return new MatrixView<>(array, i * s.bStep, transposeB ? s.k : s.n, transposeB);
  }

  private static <A> MatrixView<A> y(A array, int i, Sizes s) {
    return MatrixView.of(array, i * s.m * s.n, s.n);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Sizes s = sizes(f.shape(0), f.shape(1), f.shape());
    for (int i = 0; i < s.batch; i++) {
      MatrixView<A> a = a(f.value(0), i, s);
      MatrixView<A> b = b(f.value(1), i, s);
      f.kernels().gemm(s.m, s.n, s.k, a, b, y(f.value(), i, s), false);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Sizes s = sizes(f.shape(0), f.shape(1), f.shape());
    A freshA = f.wants(0) && s.batch > 0 ? f.freshGradient(0) : null;
    A freshB = f.wants(1) && s.batch > 0 ? f.freshGradient(1) : null;
    for (int i = 0; i < s.batch; i++) {
      MatrixView<A> dy = y(f.gradient(), i, s);
      if (f.wants(0)) {
        A da = freshA == null ? f.gradient(0) : freshA;
        boolean add = freshA == null || i > 0 && s.aStep == 0;
        byA(f.kernels(), s, dy, b(f.value(1), i, s), a(da, i, s), add);
      }
      if (f.wants(1)) {
        A db = freshB == null ? f.gradient(1) : freshB;
        boolean add = freshB == null || i > 0 && s.bStep == 0;
        byB(f.kernels(), s, a(f.value(0), i, s), dy, b(db, i, s), add);
      }
    }
  }

  /** dA = dY op(B)ᵀ, or its transpose. */
  private <A> void byA(
      Kernels<A> kernels,
      Sizes s,
      MatrixView<A> dy,
      MatrixView<A> b,
      MatrixView<A> da,
      boolean add) {
    if (transposeA) {
      kernels.gemm(s.k, s.m, s.n, b, dy.transpose(), da.transpose(), add);
    } else {
      kernels.gemm(s.m, s.k, s.n, dy, b.transpose(), da, add);
    }
  }

  /** dB = op(A)ᵀ dY, or its transpose. */
  private <A> void byB(
      Kernels<A> kernels,
      Sizes s,
      MatrixView<A> a,
      MatrixView<A> dy,
      MatrixView<A> db,
      boolean add) {
    if (transposeB) {
      kernels.gemm(s.n, s.k, s.m, dy.transpose(), a, db.transpose(), add);
    } else {
      kernels.gemm(s.k, s.n, s.m, a.transpose(), dy, db, add);
    }
  }
}
