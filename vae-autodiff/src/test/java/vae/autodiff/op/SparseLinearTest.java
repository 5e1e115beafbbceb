package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.optim.Adam;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Linear layers whose input is sparse data. */
final class SparseLinearTest {

  private static final int K = 100;
  private static final int N = 37;

  /** Rows of K numbers, the given share of them in (0, 1], or 1; the rest 0. */
  private static NdArray data(DType type, int rows, double density, boolean binary) {
    NdArray x = NdArray.zeros(type, Shape.of(rows, K));
    float[] u = new float[rows * K];
    Noise.uniform(Key.of(4), rows, 0, u, 0, u.length, new int[4]);
    for (int i = 0; i < u.length; i++) {
      x.set(i, u[i] < density ? binary ? 1 : 1 - u[i] : 0);
    }
    return x;
  }

  private static Parameter normal(String name, int... shape) {
    NdArray value = NdArray.zeros(DType.F64, Shape.of(shape));
    Initializer.normal(0.3).fill(value, Key.of(5).fold(name));
    return new Parameter(name, value);
  }

  @Test
  void gradientsAgreeWithCentralDifferences() {
    NdArray x = data(DType.F64, 6, 0.13, false);
    List<Parameter> inputs = List.of(normal("w", K, N), normal("b", N));
    for (Activation activation : List.of(Activation.IDENTITY, Activation.TANH)) {
      CentralDifferences.check(
          "sparse " + activation,
          inputs,
          in -> in.get(0).tape().constant(x).linear(in.get(0), in.get(1), activation),
          1e-8);
    }
  }

  /** Which is how one sees from outside that zeros are skipped, and only where they are many. */
  @Test
  void anInfiniteWeightShowsUnlessTheDataAreSparse() {
    for (KernelSet.Choice choice : List.of(KernelSet.Choice.SCALAR, KernelSet.Choice.SIMD)) {
      assertTrue(Double.isFinite(withInfiniteWeight(choice, 0.2, N)));
      assertTrue(Double.isNaN(withInfiniteWeight(choice, 0.3, N)));
      assertTrue(Double.isNaN(withInfiniteWeight(choice, 0.2, 15)));
    }
  }

  private static double withInfiniteWeight(KernelSet.Choice choice, double density, int n) {
    NdArray x = data(DType.F32, 20, density, true);
    NdArray w = NdArray.zeros(DType.F32, Shape.of(K, n));
    for (int r = 0; r < 20; r++) {
      x.set(r * K + 9, 0);
    }
    w.set(9 * n, Double.POSITIVE_INFINITY);
    try (KernelSet kernels = KernelSet.choose(choice, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Tensor y = tape.constant(x).linear(tape.constant(w), null, Activation.IDENTITY);
      return y.sum().item();
    }
  }

  /** Also bit for bit with dense products, since no sum here meets a zero of the other sign. */
  @Test
  void trainingGivesTheSameParametersWhateverTheProviderAndThreads() {
    for (boolean binary : new boolean[] {true, false}) {
      double[] expected = train(KernelSet.Choice.SCALAR, 1, binary, false);
      assertArrayEquals(expected, train(KernelSet.Choice.SCALAR, 1, binary, true));
      for (int threads : new int[] {1, 2, 3, 8}) {
        assertArrayEquals(expected, train(KernelSet.Choice.SIMD, threads, binary, false));
      }
    }
  }

  private static double[] train(
      KernelSet.Choice choice, int threads, boolean binary, boolean hidden) {
    Parameters parameters = Parameters.of(DType.F32, Key.of(8));
    LinearLayer first = layer(parameters.scope("first"), K, 200);
    LinearLayer second = layer(parameters.scope("second"), 200, K);
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    try (KernelSet kernels = KernelSet.choose(choice, threads);
        Tape tape = Tape.of(kernels, DType.F32)) {
      for (int step = 0; step < 8; step++) {
        tape.reset();
        Tensor x = tape.constant(data(DType.F32, 60 + step % 3, 0.13, binary));
        // An affine map by 1 has the same elements, but is not data: its products are dense.
        Tensor input = hidden ? x.multiply(1) : x;
        Tensor loss = second.apply(first.apply(input)).subtract(x).square().mean();
        tape.backward(loss);
        adam.step(tape, parameters.list(), 1e-2);
      }
    }
    double[] weights = first.weight().value().toDoubles();
    assertEquals(K * 200, weights.length);
    return weights;
  }

  private static LinearLayer layer(Parameters scope, int in, int out) {
    return LinearLayer.create(
        scope, in, out, Activation.TANH, Initializer.glorotUniform(), Initializer.zeros());
  }
}
