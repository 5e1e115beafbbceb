package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** N6: what docs/numerics.md says of the KL in single precision, near σ = 1. */
final class KlRoundingTest {

  private static final int COUNT = 100_000;

  /** log σ of either sign, its size log-uniform between 1e-8 and 1. */
  private static final double[] LOG_DEVIATIONS = logDeviations();

  private static double[] logDeviations() {
    Random random = new Random(6);
    double[] logs = new double[COUNT];
    Arrays.setAll(
        logs,
        i -> {
          double size = Math.pow(10, -8 * random.nextDouble());
          return (float) (random.nextBoolean() ? size : -size);
        });
    return logs;
  }

  /** KL(N(0, σ²) ‖ N(0, 1)) as a sum that does not cancel. */
  private static double exact(double log) {
    double x = 2 * log;
    double term = x * x / 2;
    double sum = 0;
    for (int n = 3; n < 40; n++) {
      sum += term;
      term *= x / n;
    }
    return sum / 2;
  }

  /** What a formula gives for each log σ [COUNT, 1], in single precision. */
  private static double[] computed(UnaryOperator<Tensor> formula) {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Tensor logs = tape.constant(Shape.of(COUNT, 1), LOG_DEVIATIONS);
      return formula.apply(logs).toArray().toDoubles();
    }
  }

  private static double largestError(double[] kl, double upTo) {
    double largest = 0;
    for (int i = 0; i < COUNT; i++) {
      double log = LOG_DEVIATIONS[i];
      largest = Math.max(largest, Math.abs(log) <= upTo ? Math.abs(kl[i] - exact(log)) : 0);
    }
    return largest;
  }

  private static double negative(double[] kl) {
    return Arrays.stream(kl).filter(it -> it < 0).count() / (double) COUNT;
  }

  private static Tensor zeros(Tensor logs) {
    return logs.tape().full(logs.shape(), 0);
  }

  @Test
  void diagonalToStandardNeverIsNegative() {
    double[] kl =
        computed(
            logs ->
                Kl.closedForm(
                    new DiagonalGaussian(zeros(logs), logs), new StandardGaussian(logs.tape(), 1)));
    assertEquals(0, negative(kl));
    assertTrue(largestError(kl, 0.01) < 1e-9, "error " + largestError(kl, 0.01));
    assertTrue(largestError(kl, 1) < 3e-7, "error " + largestError(kl, 1));
  }

  @Test
  void whatSubtractsOneFromAVarianceCancels() {
    double[] lowRank =
        computed(
            logs ->
                Kl.closedForm(
                    new LowRankGaussian(zeros(logs), logs, zeros(logs).reshape(COUNT, 1, 1)),
                    new StandardGaussian(logs.tape(), 1)));
    double[] diagonals =
        computed(
            logs ->
                Kl.closedForm(
                    new DiagonalGaussian(zeros(logs), logs),
                    new DiagonalGaussian(zeros(logs), zeros(logs))));
    double[] marginals = computed(logs -> Kl.perDimension(new DiagonalGaussian(zeros(logs), logs)));
    for (double[] kl : new double[][] {lowRank, diagonals, marginals}) {
      assertEquals(0.26, negative(kl), 0.01, "share of negative values");
      assertTrue(largestError(kl, 0.01) <= 9e-8, "error " + largestError(kl, 0.01));
    }
  }
}
