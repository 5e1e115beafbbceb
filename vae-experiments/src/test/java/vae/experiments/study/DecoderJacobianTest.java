package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.model.Decoder;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;

final class DecoderJacobianTest {

  private static final double[][] POINTS = {
    {0.3, -1.2, 0.5, 2}, {0, 0, 0, 0}, {-0.7, 0.1, 1.5, -0.4}
  };

  private static Model model(String... changes) {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN).with("training.dtype", "f64");
    for (int i = 0; i < changes.length; i += 2) {
      experiment = experiment.with(changes[i], JsonMapper.shared().readTree(changes[i + 1]));
    }
    return SmallRun.model(experiment);
  }

  private static double[] output(Decoder decoder, double[] z, KernelSet kernels) {
    try (Tape tape = Tape.of(kernels, DType.F64)) {
      return decoder.decode(tape.constant(Shape.of(1, z.length), z)).toArray().toDoubles();
    }
  }

  @Test
  void aLinearDecoderHasItsWeightEverywhere() {
    try (KernelSet kernels = SmallRun.scalar()) {
      Model model = model("decoder.hidden", "[]");
      double[][][] jacobians = DecoderJacobian.at(model.decoder(), POINTS, kernels);
      Parameter weight =
          model.parameters().list().stream()
              .filter(it -> it.name().equals("decoder.output.weight"))
              .findFirst()
              .orElseThrow();
      for (double[][] jacobian : jacobians) {
        assertEquals(64, jacobian.length);
        for (int i = 0; i < 64; i++) {
          for (int k = 0; k < 4; k++) {
            assertEquals(weight.value().get(k * 64 + i), jacobian[i][k]);
          }
        }
      }
    }
  }

  /** Central differences of step 1e-5: their own error is of the order of 1e-10. */
  @Test
  void aNetworkAgreesWithFiniteDifferences() {
    try (KernelSet kernels = SmallRun.scalar()) {
      Decoder decoder = model("decoder.hidden", "[16, 12]").decoder();
      double[][][] jacobians = DecoderJacobian.at(decoder, POINTS, kernels);
      double step = 1e-5;
      double largest = 0;
      for (int row = 0; row < POINTS.length; row++) {
        for (int k = 0; k < 4; k++) {
          double[] up = POINTS[row].clone();
          double[] down = POINTS[row].clone();
          up[k] += step;
          down[k] -= step;
          double[] above = output(decoder, up, kernels);
          double[] below = output(decoder, down, kernels);
          for (int i = 0; i < above.length; i++) {
            double slope = (above[i] - below[i]) / (2 * step);
            assertEquals(slope, jacobians[row][i][k], 1e-8);
            largest = Math.max(largest, Math.abs(slope));
          }
        }
      }
      assertTrue(largest > 0.1, "there is something to agree on: " + largest);
    }
  }

  /** Rows do not see each other. */
  @Test
  void aRowAloneHasTheSameJacobian() {
    try (KernelSet kernels = SmallRun.scalar()) {
      Decoder decoder = model().decoder();
      double[][][] together = DecoderJacobian.at(decoder, POINTS, kernels);
      double[][] alone = DecoderJacobian.at(decoder, new double[][] {POINTS[2]}, kernels)[0];
      for (int i = 0; i < alone.length; i++) {
        assertArrayEquals(together[2][i], alone[i], 1e-14);
      }
    }
  }
}
