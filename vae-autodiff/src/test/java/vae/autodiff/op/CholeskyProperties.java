package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

/** Triangles from their entries, and the triangles of positive definite matrices. */
final class CholeskyProperties {

  /** Lower triangles with diagonals in (0.7, 2). */
  private static Tensor triangle(Tape tape, int batch, int n) {
    Tensor diagonal = Indexed.normal(tape, 1, Shape.of(batch, n)).sigmoid().multiply(1.3);
    Tensor entries = Indexed.normal(tape, 2, Shape.of(batch, n * (n - 1) / 2));
    return LinearAlgebra.lowerTriangle(diagonal.add(0.7), entries);
  }

  @Example
  void entriesStandInTheOrderOfRows() {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor diagonal = tape.constant(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
      Tensor entries = tape.constant(Shape.of(2, 3), 7, 8, 9, 10, 11, 12);
      Tensor l = LinearAlgebra.lowerTriangle(diagonal, entries);
      assertEquals(Shape.of(2, 3, 3), l.shape());
      double[] expected = {1, 0, 0, 7, 2, 0, 8, 9, 3, 4, 0, 0, 10, 5, 0, 11, 12, 6};
      assertArrayEquals(expected, l.toArray().doubles());
    }
  }

  @Property(seed = "93", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void theFactorOfAProductIsTheFactor(
      @ForAll @IntRange(max = 3) int batch, @ForAll @IntRange(min = 1, max = 12) int n) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor l = triangle(tape, batch, n);
      Tensor found = LinearAlgebra.cholesky(l.matmul(false, l, true));
      assertArrayEquals(l.toArray().doubles(), found.toArray().doubles(), 1e-9);
    }
  }

  /** What stands above the diagonal is neither read nor given a gradient. */
  @Example
  void onlyTheLowerTriangleIsRead() {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor l = triangle(tape, 2, 4);
      NdArray symmetric = l.matmul(false, l, true).toArray();
      NdArray dirty = symmetric.copy();
      for (int i = 0; i < dirty.shape().size(); i++) {
        if (i % 4 > i / 4 % 4) {
          dirty.set(i, Double.NaN);
        }
      }
      Parameter a = new Parameter("a", dirty);
      tape.reset();
      Tensor found = LinearAlgebra.cholesky(tape.parameter(a));
      tape.backward(found.square().sum());
      Tensor expected = LinearAlgebra.cholesky(tape.constant(symmetric));
      assertArrayEquals(expected.toArray().doubles(), found.toArray().doubles());
      double[] gradient = tape.gradient(a).toDoubles();
      for (int i = 0; i < gradient.length; i++) {
        // the sum of squares of L is the trace of A
        assertEquals(i / 4 % 4 == i % 4 ? 1 : 0, gradient[i], 1e-12, "element " + i);
      }
    }
  }

  @Example
  void aMatrixThatIsNotPositiveDefiniteGivesNaN() {
    for (DType type : DType.values()) {
      try (KernelSet kernels = Indexed.kernels();
          Tape tape = Tape.of(kernels, type)) {
        Tensor indefinite = tape.constant(Shape.of(2, 2), 1, 2, 2, 1);
        assertEquals(1, LinearAlgebra.cholesky(indefinite).get(0));
        assertTrue(Double.isNaN(LinearAlgebra.cholesky(indefinite).get(3)));
        Tensor singular = tape.full(Shape.of(2, 2), 0);
        assertTrue(Double.isNaN(LinearAlgebra.cholesky(singular).get(0)));
        assertTrue(Double.isNaN(LinearAlgebra.cholesky(singular).get(2)));
      }
    }
  }

  /** The gradient by what a symmetric matrix is made of: both of its triangles depend on it. */
  @Example
  void mirrorImagesMoveTogether() {
    Parameter factor = new Parameter("w", NdArray.zeros(DType.F64, Shape.of(3, 2)));
    Initializer.normal(1).fill(factor.value(), Key.of(5));
    CentralDifferences.check(
        "log det(I + WᵀW)",
        List.of(factor),
        in -> {
          Tensor identity = in.get(0).tape().constant(Shape.of(2, 2), 1, 0, 0, 1);
          Tensor gram = in.get(0).matmul(true, in.get(0), false).add(identity);
          return LinearAlgebra.logDeterminant(LinearAlgebra.cholesky(gram)).multiply(2);
        },
        1e-8);
  }
}
