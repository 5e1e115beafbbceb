package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class MultilayerPerceptronTest {

  private static MultilayerPerceptron network(
      Parameters all, List<Integer> hidden, Initialization initialization) {
    return MultilayerPerceptron.create(all, 3, hidden, 2, Activation.TANH, initialization);
  }

  @Test
  void parametersAreNamedByLayer() {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    network(all.scope("net"), List.of(5, 4), Initialization.GLOROT_UNIFORM);
    assertEquals(
        List.of(
            "net.hidden.0.bias [5]",
            "net.hidden.0.weight [3, 5]",
            "net.hidden.1.bias [4]",
            "net.hidden.1.weight [5, 4]",
            "net.output.bias [2]",
            "net.output.weight [4, 2]"),
        all.list().stream().map(Parameter::toString).toList());
  }

  @Test
  void withoutHiddenLayersItIsLinear() {
    Parameters all = Parameters.of(DType.F64, Key.of(2));
    MultilayerPerceptron linear = network(all, List.of(), Initialization.FAN_IN_UNIFORM);
    double[] bias = all.list().get(0).value().toDoubles();
    double[] weight = all.list().get(1).value().toDoubles();
    DoubleTape.run(
        tape -> {
          double[] y =
              linear.apply(tape.constant(Shape.of(1, 3), 1, -2, 100)).toArray().toDoubles();
          for (int j = 0; j < 2; j++) {
            double sum = bias[j] + weight[j] - 2 * weight[2 + j] + 100 * weight[4 + j];
            assertEquals(sum, y[j], 1e-12);
          }
        });
  }

  /** Leading axes are batch: a sample's output does not depend on the shape it comes in. */
  @Test
  void leadingAxesAreABatch() {
    Parameters all = Parameters.of(DType.F64, Key.of(3));
    MultilayerPerceptron net = network(all, List.of(4), Initialization.GLOROT_UNIFORM);
    DoubleTape.run(
        tape -> {
          var x = tape.normal(Key.of(4), Shape.of(2, 5, 3));
          var y = net.apply(x);
          assertEquals(Shape.of(2, 5, 2), y.shape());
          assertEquals(y.get(12), net.apply(x.reshape(10, 3).slice(0, 6, 7)).get(0));
        });
  }

  @Test
  void gradientsAgreeWithDifferences() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    MultilayerPerceptron net = network(all, List.of(4, 3), Initialization.GLOROT_UNIFORM);
    GradientCheck.check(
        "network",
        all.list(),
        tape -> net.apply(tape.normal(Key.of(6), Shape.of(1, 5, 3))).square().sum());
  }

  @Test
  void initialisationsHaveTheSizesOfTheirPapers() {
    int in = 300;
    int out = 100;
    Shape shape = Shape.of(in, out);
    for (Initialization way : Initialization.values()) {
      Parameters all = Parameters.of(DType.F64, Key.of(7));
      double[] w = all.create("w", shape, way.weight(in)).value().toDoubles();
      double variance = 0;
      double largest = 0;
      for (double v : w) {
        variance += v * v / w.length;
        largest = Math.max(largest, Math.abs(v));
      }
      double expected =
          switch (way) {
            case GLOROT_UNIFORM -> 2.0 / (in + out);
            case KAIMING_NORMAL, KAIMING_UNIFORM -> 2.0 / in;
            case LECUN_NORMAL -> 1.0 / in;
            case FAN_IN_UNIFORM -> 1.0 / (3 * in);
          };
      assertEquals(expected, variance, 0.05 * expected, way + "");
      if (way != Initialization.KAIMING_NORMAL && way != Initialization.LECUN_NORMAL) {
        assertTrue(largest <= Math.sqrt(3 * expected), way + " stays within its bounds");
      }
    }
  }

  @Test
  void biasesStartAtZeroUnlessSaidOtherwise() {
    Parameters all = Parameters.of(DType.F64, Key.of(8));
    MultilayerPerceptron.create(
        all,
        3,
        List.of(2),
        2,
        Activation.RELU,
        Initialization.KAIMING_UNIFORM,
        Regularization.none(),
        Initializer.elements(7, 8));
    for (Parameter parameter : all.list()) {
      if (parameter.name().equals("hidden.0.bias")) {
        assertEquals(0, parameter.value().get(0));
      } else if (parameter.name().equals("output.bias")) {
        assertEquals(8, parameter.value().get(1));
      }
    }
  }
}
