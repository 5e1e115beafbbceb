package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

class LinearLayerTest {

  @Test
  void valueIsTheActivationOfWeightTimesInputPlusBias() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(1));
    Initializer normal = Initializer.normal(1);
    LinearLayer layer =
        LinearLayer.create(parameters.scope("out"), 3, 2, Activation.TANH, normal, normal);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.normal(Key.of(2), Shape.of(2, 4, 3));
      Tensor y = layer.apply(x);
      assertEquals(Shape.of(2, 4, 2), y.shape());
      double[] expected = new double[16];
      for (int row = 0; row < 8; row++) {
        for (int j = 0; j < 2; j++) {
          double sum = layer.bias().value().get(j);
          for (int i = 0; i < 3; i++) {
            sum += x.get(row * 3 + i) * layer.weight().value().get(i * 2 + j);
          }
          expected[row * 2 + j] = Math.tanh(sum);
        }
      }
      assertArrayEquals(expected, y.toArray().doubles(), 1e-14);
      tape.backward(y.sum());
      assertNotNull(tape.gradient(layer.weight()));
      assertNotNull(tape.gradient(layer.bias()));
    }
  }

  /** The layer of [x, c] has the weights of both below one another, and starts as that one does. */
  @Test
  void aConditionStandsForFurtherInputs() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(1));
    Initializer wide = Initializer.kaimingUniform();
    LinearLayer layer =
        LinearLayer.create(parameters, 3, 2, Activation.SIGMOID, wide, Initializer.normal(1))
            .taking(5);
    NdArray u = parameters.list().get(1).value();
    assertEquals("condition [5, 2]", parameters.list().get(1).toString());
    double bound = Math.sqrt(6.0 / (3 + 5));
    assertTrue(Arrays.stream(u.toDoubles()).allMatch(it -> Math.abs(it) <= bound));
    assertTrue(Arrays.stream(u.toDoubles()).anyMatch(it -> Math.abs(it) > bound / 2));
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.normal(Key.of(2), Shape.of(6, 4, 3));
      Tensor c = tape.normal(Key.of(3), Shape.of(1, 4, 5)).reshape(4, 5);
      Tensor weights = Tensor.concat(0, tape.constant(layer.weight().value()), tape.constant(u));
      Tensor both = Tensor.concat(2, x, c.broadcastTo(Shape.of(6, 4, 5)));
      Tensor expected =
          both.linear(weights, tape.constant(layer.bias().value()), Activation.SIGMOID);
      assertArrayEquals(
          expected.toArray().doubles(), layer.given(c).apply(x).toArray().doubles(), 1e-14);
    }
  }

  @Test
  void itsParametersBelongToTheScope() {
    Parameters parameters = Parameters.of(DType.F32, Key.of(1));
    LinearLayer layer =
        LinearLayer.create(
            parameters.scope("hidden"),
            3,
            2,
            Activation.RELU,
            Initializer.kaimingNormal(),
            Initializer.zeros());
    assertEquals("hidden.weight [3, 2]", layer.weight().toString());
    assertEquals("hidden.bias [2]", layer.bias().toString());
    assertEquals(8, parameters.elements());
  }
}
