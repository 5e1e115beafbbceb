package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.op.CentralDifferences;
import vae.autodiff.random.Key;

/** Differentiable functions are ordinary Java methods that call one another. */
class FunctionLibraryTest {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /** log N(x; mean, exp(logDeviation)²) summed over the last axis: [*, d] → [*]. */
  private static Tensor logNormal(Tensor x, Tensor mean, Tensor logDeviation) {
    Tensor standard = x.subtract(mean).divide(logDeviation.exp());
    return standard.square().add(LOG_TWO_PI).multiply(-0.5).subtract(logDeviation).sum(-1);
  }

  /** log Σ_k π_k N(x; μ_k, σ_k²): x [B, d], logits [K], μ and log σ [K, d] → [B]. */
  private static Tensor logMixture(Tensor x, Tensor logits, Tensor mean, Tensor logDeviation) {
    Tensor rows = x.reshape(x.shape().extent(0), 1, x.shape().extent(1));
    Tensor logWeight = logits.subtract(logits.logSumExp(0));
    return logNormal(rows, mean, logDeviation).add(logWeight).logSumExp(-1);
  }

  /** x → f(f(… f(x))). */
  private static UnaryOperator<Tensor> iterated(UnaryOperator<Tensor> f, int times) {
    return x -> {
      for (int i = 0; i < times; i++) {
        x = f.apply(x);
      }
      return x;
    };
  }

  private static Parameter normal(String name, int... extents) {
    NdArray value = NdArray.zeros(DType.F64, Shape.of(extents));
    Initializer.normal(0.7).fill(value, Key.of(8).fold(name));
    return new Parameter(name, value);
  }

  @Test
  void gradientOfAGaussianMixtureAgreesWithCentralDifferences() {
    List<Parameter> inputs =
        List.of(normal("x", 4, 3), normal("logits", 5), normal("mean", 5, 3), normal("log", 5, 3));
    CentralDifferences.check(
        "log density of a mixture",
        inputs,
        in -> logMixture(in.get(0), in.get(1), in.get(2), in.get(3)),
        1e-8);
  }

  /** One component of weight one is that component. */
  @Test
  void aMixtureOfEqualComponentsIsOneComponent() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.constant(Shape.of(1, 2), 0.3, -1);
      Tensor mean = tape.constant(Shape.of(1, 2), 0.1, 0.2);
      Tensor log = tape.constant(Shape.of(1, 2), -0.4, 0.5);
      Tensor logits = tape.constant(Shape.of(3), 1, -2, 0.5);
      double mixture =
          logMixture(x, logits, mean.broadcastTo(Shape.of(3, 2)), log.broadcastTo(Shape.of(3, 2)))
              .item();
      assertEquals(logNormal(x, mean, log).item(), mixture, 1e-14);
      double byHand = 0;
      for (int j = 0; j < 2; j++) {
        double z = (x.get(j) - mean.get(j)) / Math.exp(log.get(j));
        byHand -= 0.5 * z * z + 0.5 * LOG_TWO_PI + log.get(j);
      }
      assertEquals(byHand, mixture, 1e-14);
    }
  }

  /** Newton's iteration for √a, written with a function of functions and a branch on a value. */
  @Test
  void loopsAndFunctionsOfFunctionsAreDifferentiated() {
    Parameter a = normal("a", 3);
    for (int i = 0; i < 3; i++) {
      a.value().set(i, 2 + i);
    }
    CentralDifferences.check(
        "Newton's square root",
        List.of(a),
        in -> {
          Tensor square = in.get(0);
          UnaryOperator<Tensor> newton = x -> x.add(square.divide(x)).multiply(0.5);
          Tensor root = iterated(newton, 6).apply(square);
          assertEquals(Math.sqrt(square.get(1)), root.get(1), 1e-12);
          return root.get(0) > 1 ? root : root.negate();
        },
        1e-8);
  }
}
