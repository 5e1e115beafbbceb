package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Products of batched matrices against three loops. */
final class MatrixProductProperties {

  @Provide
  Arbitrary<Shape> batches() {
    return Arbitraries.of(
        Shape.SCALAR, Shape.of(1), Shape.of(3), Shape.of(2, 3), Shape.of(2, 1, 2));
  }

  /** Which operands have the batch's axes. */
  enum Batched {
    BOTH,
    LEFT,
    RIGHT
  }

  @Property(seed = "71", tries = 600, edgeCases = EdgeCasesMode.NONE)
  void agreesWithThreeLoopsInEveryForm(
      @ForAll("batches") Shape batch,
      @ForAll Batched batched,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll @IntRange(max = 6) int m,
      @ForAll @IntRange(max = 6) int n,
      @ForAll @IntRange(max = 6) int k) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Shape left = transposeA ? Shape.of(k, m) : Shape.of(m, k);
      Shape right = transposeB ? Shape.of(n, k) : Shape.of(k, n);
      Tensor a = Indexed.normal(tape, 1, batched == Batched.RIGHT ? left : batch.append(left));
      Tensor b = Indexed.normal(tape, 2, batched == Batched.LEFT ? right : batch.append(right));
      Indexed x = Indexed.of(transposeA ? a.transpose() : a);
      Indexed y = Indexed.of(transposeB ? b.transpose() : b);
      Indexed expected =
          Indexed.build(
              batch.append(Shape.of(m, n)),
              index -> {
                int row = index[batch.rank()];
                int column = index[batch.rank() + 1];
                double sum = 0;
                for (int p = 0; p < k; p++) {
                  sum =
                      Math.fma(
                          x.elements()[at(x, index, row, p)],
                          y.elements()[at(y, index, p, column)],
                          sum);
                }
                return sum;
              });
      assertEquals(expected, Indexed.of(a.matmul(transposeA, b, transposeB)));
    }
  }

  /** The flat index of [*, row, column] with the leading part of the index, or without it. */
  private static int at(Indexed x, int[] index, int row, int column) {
    int[] own = new int[x.shape().rank()];
    if (own.length > 2) {
      System.arraycopy(index, 0, own, 0, own.length - 2);
    }
    own[own.length - 2] = row;
    own[own.length - 1] = column;
    return Indexed.flat(x.shape(), own);
  }

  @Property(seed = "72", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void linearIsProductPlusBiasUnderTheActivation(
      @ForAll("batches") Shape batch,
      @ForAll Activation activation,
      @ForAll @IntRange(min = 1, max = 6) int in,
      @ForAll @IntRange(max = 6) int out) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, 1, batch.append(Shape.of(2, in)));
      Tensor weight = Indexed.normal(tape, 2, Shape.of(in, out));
      Tensor bias = Indexed.normal(tape, 3, Shape.of(out));
      Tensor product = x.matmul(weight);
      assertEquals(
          Indexed.of(activated(product.add(bias), activation)),
          Indexed.of(x.linear(weight, bias, activation)));
      assertEquals(
          Indexed.of(activated(product, activation)),
          Indexed.of(x.linear(weight, null, activation)));
    }
  }

  private static Tensor activated(Tensor x, Activation activation) {
    return switch (activation) {
      case IDENTITY -> x;
      case RELU -> x.relu();
      case TANH -> x.tanh();
      case SIGMOID -> x.sigmoid();
      case LEAKY_RELU -> x.leakyRelu(0.01);
      case ELU -> x.elu(1);
      case SOFTPLUS -> x.softplus();
      case GELU -> x.gelu();
      case SILU -> x.silu();
    };
  }
}
