package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Solving with triangular factors, and their determinants. */
final class TriangularProperties {

  /** Lower triangles with ±(1.5 … 2.5) on the diagonal and {@code above} over it. */
  private static NdArray factors(int batch, int n, double above) {
    NdArray l = NdArray.zeros(DType.F64, Shape.of(batch, n, n));
    Initializer.normal(0.3).fill(l, Key.of(n));
    for (int i = 0; i < l.shape().size(); i++) {
      int row = i / n % n;
      int column = i % n;
      if (row == column) {
        l.set(i, (row % 2 == 0 ? 1 : -1) * (2 + Math.max(-0.5, Math.min(0.5, l.get(i)))));
      } else if (column > row) {
        l.set(i, above);
      }
    }
    return l;
  }

  @Property(seed = "91", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void solutionTimesTheFactorIsTheRightSide(
      @ForAll @IntRange(max = 3) int batch,
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(max = 4) int columns,
      @ForAll boolean transposed) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor l = tape.constant(factors(batch, n, 0));
      Tensor b = Indexed.normal(tape, 2, Shape.of(batch, n, columns));
      Tensor x =
          transposed
              ? LinearAlgebra.solveTriangularTransposed(l, b)
              : LinearAlgebra.solveTriangular(l, b);
      double[] product = l.matmul(transposed, x, false).toArray().doubles();
      assertArrayEquals(b.toArray().doubles(), product, 1e-12);
    }
  }

  @Property(seed = "92", tries = 50, edgeCases = EdgeCasesMode.NONE)
  void logDeterminantIsTheLogarithmOfTheProduct(
      @ForAll @IntRange(max = 3) int batch, @ForAll @IntRange(min = 1, max = 20) int n) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      NdArray l = factors(batch, n, Double.NaN);
      double[] expected = new double[batch];
      for (int i = 0; i < batch; i++) {
        double product = 1;
        for (int j = 0; j < n; j++) {
          product *= l.get((i * n + j) * n + j);
        }
        expected[i] = Math.log(Math.abs(product));
      }
      Tensor value = LinearAlgebra.logDeterminant(tape.constant(l));
      assertEquals(Shape.of(batch), value.shape());
      assertArrayEquals(expected, value.toArray().doubles(), 1e-12);
    }
  }

  /** What stands above the diagonal is neither read nor given a gradient. */
  @Example
  void onlyTheLowerTriangleIsRead() {
    for (boolean transposed : new boolean[] {false, true}) {
      try (KernelSet kernels = Indexed.kernels();
          Tape tape = Indexed.tape(kernels)) {
        Parameter clean = new Parameter("clean", factors(2, 5, 0));
        Parameter dirty = new Parameter("dirty", factors(2, 5, Double.NaN));
        double[][] gradients = new double[2][];
        double[][] values = new double[2][];
        for (int i = 0; i < 2; i++) {
          Parameter p = i == 0 ? clean : dirty;
          tape.reset();
          Tensor b = Indexed.normal(tape, 2, Shape.of(2, 5, 3));
          Tensor x = tape.record(new TriangularSolve(transposed), tape.parameter(p), b);
          tape.backward(x.square().sum());
          values[i] = x.toArray().doubles();
          gradients[i] = tape.gradient(p).toDoubles();
        }
        assertArrayEquals(values[0], values[1]);
        assertArrayEquals(gradients[0], gradients[1]);
        for (int i = 0; i < gradients[0].length; i++) {
          if (i % 5 > i / 5 % 5) {
            assertEquals(0, gradients[0][i], "element " + i + " is above the diagonal");
          }
        }
      }
    }
  }
}
