package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** The module without any auto-encoder: a logistic regression from end to end. */
class AutodiffOnItsOwnTest {

  private static final int ROWS = 400;

  @Test
  void logisticRegressionFindsTheWeightsThatMadeItsData() {
    NdArray x = NdArray.zeros(DType.F32, Shape.of(ROWS, 3));
    NdArray y = NdArray.zeros(DType.F32, Shape.of(ROWS, 1));
    draw(x, y, 2, -1, 0, 0.5);

    // snippet: fit a logistic regression
    Parameters parameters = Parameters.of(DType.F32, Key.of(1));
    LinearLayer layer =
        LinearLayer.create(
            parameters,
            3,
            1,
            Activation.IDENTITY,
            Initializer.glorotUniform(),
            Initializer.zeros());
    Optimizer adam = new Adam(0.9, 0.999, 1e-8);
    double loss = Double.NaN;
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      for (int step = 0; step < 400; step++) {
        tape.reset();
        Tensor logits = layer.apply(tape.constant(x));
        Tensor objective = RowSums.bernoulliLogProb(logits, tape.constant(y)).mean().negate();
        tape.backward(objective);
        adam.step(tape, parameters.list(), 0.05);
        loss = objective.item();
      }
    }
    // end of snippet

    assertTrue(loss < 0.55, "log 2 = 0.69 is chance, loss is " + loss);
    // about three standard errors of a regression on this many rows
    assertEquals(2, layer.weight().value().get(0), 0.6);
    assertEquals(-1, layer.weight().value().get(1), 0.45);
    assertEquals(0, layer.weight().value().get(2), 0.4);
    assertEquals(0.5, layer.bias().value().get(0), 0.4);
  }

  /** Standard normal inputs, and labels with the probability that the weights give. */
  private static void draw(NdArray x, NdArray y, double a, double b, double c, double bias) {
    Initializer.normal(1).fill(x, Key.of(2));
    Initializer.uniform(1).fill(y, Key.of(3));
    for (int i = 0; i < ROWS; i++) {
      double logit = a * x.get(3 * i) + b * x.get(3 * i + 1) + c * x.get(3 * i + 2) + bias;
      double uniform = (y.get(i) + 1) / 2;
      y.set(i, uniform < 1 / (1 + Math.exp(-logit)) ? 1 : 0);
    }
  }
}
