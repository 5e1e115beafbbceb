package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
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
