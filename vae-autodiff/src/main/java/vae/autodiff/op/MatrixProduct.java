package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

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

  private record Sizes(int m, int n, int k, int batch, int aStep, int bStep, int lda, int ldb) {}

  private Sizes sizes(Shape a, Shape b, Shape y) {
    int m = y.extent(-2);
    int n = y.extent(-1);
    int k = a.extent(transposeA ? -2 : -1);
    int batch = y.dropLast(2).size();
    int aStep = a.rank() == 2 ? 0 : m * k;
    int bStep = b.rank() == 2 ? 0 : k * n;
    return new Sizes(m, n, k, batch, aStep, bStep, transposeA ? m : k, transposeB ? k : n);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Sizes s = sizes(f.shape(0), f.shape(1), f.shape());
    for (int i = 0; i < s.batch; i++) {
      f.kernels()
          .gemm(
              transposeA,
              transposeB,
              s.m,
              s.n,
              s.k,
              f.value(0),
              i * s.aStep,
              s.lda,
              f.value(1),
              i * s.bStep,
              s.ldb,
              f.value(),
              i * s.m * s.n,
              s.n,
              false);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Sizes s = sizes(f.shape(0), f.shape(1), f.shape());
    A freshA = f.wants(0) && s.batch > 0 ? f.freshGradient(0) : null;
    A freshB = f.wants(1) && s.batch > 0 ? f.freshGradient(1) : null;
    for (int i = 0; i < s.batch; i++) {
      if (f.wants(0)) {
        A da = freshA == null ? f.gradient(0) : freshA;
        boolean add = freshA == null || i > 0 && s.aStep == 0;
        byA(f, s, i * s.m * s.n, da, i * s.aStep, i * s.bStep, add);
      }
      if (f.wants(1)) {
        A db = freshB == null ? f.gradient(1) : freshB;
        boolean add = freshB == null || i > 0 && s.bStep == 0;
        byB(f, s, i * s.m * s.n, i * s.aStep, db, i * s.bStep, add);
      }
    }
  }

  /** dA = dY op(B)ᵀ, or its transpose. */
  private <A> void byA(Frame<A> f, Sizes s, int y, A da, int a, int b, boolean add) {
    if (transposeA) {
      f.kernels()
          .gemm(
              transposeB,
              true,
              s.k,
              s.m,
              s.n,
              f.value(1),
              b,
              s.ldb,
              f.gradient(),
              y,
              s.n,
              da,
              a,
              s.m,
              add);
    } else {
      f.kernels()
          .gemm(
              false,
              !transposeB,
              s.m,
              s.k,
              s.n,
              f.gradient(),
              y,
              s.n,
              f.value(1),
              b,
              s.ldb,
              da,
              a,
              s.k,
              add);
    }
  }

  /** dB = op(A)ᵀ dY, or its transpose. */
  private <A> void byB(Frame<A> f, Sizes s, int y, int a, A db, int b, boolean add) {
    if (transposeB) {
      f.kernels()
          .gemm(
              true,
              transposeA,
              s.n,
              s.k,
              s.m,
              f.gradient(),
              y,
              s.n,
              f.value(0),
              a,
              s.lda,
              db,
              b,
              s.k,
              add);
    } else {
      f.kernels()
          .gemm(
              !transposeA,
              false,
              s.k,
              s.n,
              s.m,
              f.value(0),
              a,
              s.lda,
              f.gradient(),
              y,
              s.n,
              db,
              b,
              s.n,
              add);
    }
  }
}
