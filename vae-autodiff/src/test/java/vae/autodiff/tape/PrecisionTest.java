package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;

/** Training in F32 is verified in F64: one formula, two element types. */
class PrecisionTest {

  private static Map<String, double[]> gradients(DType type) {
    Parameters parameters = Parameters.of(type, Key.of(1));
    Initializer glorot = Initializer.glorotUniform();
    Initializer bias = Initializer.uniform(0.1);
    LinearLayer hidden =
        LinearLayer.create(parameters.scope("hidden"), 12, 20, Activation.TANH, glorot, bias);
    LinearLayer out =
        LinearLayer.create(parameters.scope("out"), 20, 5, Activation.IDENTITY, glorot, bias);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, type)) {
      Tensor x = tape.normal(Key.of(2), Shape.of(1, 16, 12));
      Tensor logits = out.apply(hidden.apply(x));
      Tensor loss = logits.logSumExp(-1).subtract(logits.slice(-1, 2, 3).sum(-1)).mean();
      tape.backward(loss);
      Map<String, double[]> found = new HashMap<>();
      found.put("loss", new double[] {loss.item()});
      for (Parameter parameter : parameters.list()) {
        NdArray gradient = tape.gradient(parameter);
        found.put(parameter.name(), gradient.toDoubles());
      }
      return found;
    }
  }

  @Test
  void floatAgreesWithDoubleWithinFloatError() {
    Map<String, double[]> floats = gradients(DType.F32);
    Map<String, double[]> doubles = gradients(DType.F64);
    assertEquals(5, doubles.size());
    doubles.forEach(
        (name, exact) -> {
          double largest = 0;
          double difference = 0;
          for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(exact[i]));
            difference = Math.max(difference, Math.abs(exact[i] - floats.get(name)[i]));
          }
          assertTrue(largest > 1e-3, name + " has a gradient to compare");
          // sums of some 20 terms: 20 roundings of 6e-8
          assertTrue(difference < 2e-6 * largest, name + " differs by " + difference);
          assertTrue(difference > 0, name + " was computed in another precision");
        });
  }
}
