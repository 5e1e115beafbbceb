package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.data.source.Examples;
import vae.experiments.evaluation.code.MutualInformation;

/** Listed metrics agree with closed forms, integrals and limits, and have names of their own. */
final class FurtherMetricsTest {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);

  /** Columns of different lengths, orthogonal. */
  private static final double[][] W = {{1.5, 0.2}, {-1.5, 0.2}, {0, 0.6}};

  private static final double[] B = {0.1, -0.2, 0.3};
  private static final double SIGMA = 0.4;
  private static final double STRETCH = 1.3;

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Measurements measured(Metric metric, HeldOutEvaluator heldOut, int draws) {
    return FurtherMetrics.measure(List.of(metric), heldOut, "test", draws);
  }

  /** The mean over examples of (‖x − W μ − b‖² + tr W Σ Wᵀ) / d. */
  @Test
  void reconstructionErrorAgreesWithItsClosedForm() {
    float[][] rows = {{1, 0.5F, -1}, {0, 0, 0}, {-2, 1, 0.25F}, {0.5F, -0.75F, 2}};
    double expected = 0;
    for (float[] x : rows) {
      double[] reconstructed = B.clone();
      for (int j = 0; j < 2; j++) {
        double precision = 1;
        double projected = 0;
        for (int i = 0; i < 3; i++) {
          precision += W[i][j] * W[i][j] / (SIGMA * SIGMA);
          projected += W[i][j] * (x[i] - B[i]) / (SIGMA * SIGMA);
        }
        for (int i = 0; i < 3; i++) {
          reconstructed[i] += W[i][j] * projected / precision;
          expected += W[i][j] * W[i][j] * STRETCH * STRETCH / precision / 3 / rows.length;
        }
      }
      for (int i = 0; i < 3; i++) {
        expected += (x[i] - reconstructed[i]) * (x[i] - reconstructed[i]) / 3 / rows.length;
      }
    }
    Examples examples = HandMade.examples(rows);
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(HandMade.linear(W, B, SIGMA, STRETCH), examples, 3, KERNELS)) {
      Measurements out = measured(new ReconstructionError(), heldOut, 400);
      Measured rmse = out.values().get("test/rmse");
      double error = rmse.standardError().orElseThrow();
      assertTrue(error > 0 && error < 0.02, () -> "standard error " + error);
      assertEquals(Math.sqrt(expected), rmse.value(), 5 * error);
      assertEquals(rows.length, out.perExample().get("rmse").length);
    }
  }

  /** Four posteriors N(x, s²), each of 60 examples: I = −∫ q log q − ½ log(2πe s²). */
  @Test
  void mutualInformationAgreesWithQuadrature() {
    double[] centres = {-1.5, -0.25, 0.5, 2};
    double s = 0.6;
    UnivariateFunction q =
        z -> {
          double sum = 0;
          for (double centre : centres) {
            sum += Math.exp(-(z - centre) * (z - centre) / (2 * s * s));
          }
          return sum / (centres.length * s * Math.sqrt(2 * Math.PI));
        };
    double entropy =
        new IterativeLegendreGaussIntegrator(32, 1e-10, 1e-12)
            .integrate(100_000, z -> -q.value(z) * Math.log(q.value(z)), -8, 9);
    double expected = entropy - 0.5 * Math.log(2 * Math.PI * Math.E * s * s);
    float[][] rows = new float[240][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new float[] {(float) centres[i % centres.length], 0, 0};
    }
    Measurements out = information(rows, s);
    assertEquals(
        expected,
        out.values().get("test/mutual-information").value(),
        5 * standardError(out.perExample().get("mutual-information")));
  }

  private static Measurements information(float[][] rows, double deviation) {
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(
            HandMade.curve(HandMade.fromFirst(deviation), 1),
            HandMade.examples(rows),
            7,
            KERNELS)) {
      return measured(new MutualInformation(), heldOut, 1);
    }
  }

  private static double standardError(double[] values) {
    double mean = 0;
    double squares = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  /** More examples than a chunk and a block, in both orders. */
  @Test
  void codesThatTellExamplesApartHoldLogNAndEqualCodesHoldNothing() {
    float[][] apart = new float[300][];
    float[][] equal = new float[300][];
    for (int i = 0; i < apart.length; i++) {
      apart[i] = new float[] {i, 0, 0};
      equal[i] = new float[] {0.5F, 0, 0};
    }
    assertEquals(
        Math.log(300),
        information(apart, 0.01).values().get("test/mutual-information").value(),
        1e-9);
    assertEquals(0, information(equal, 0.7).values().get("test/mutual-information").value(), 1e-9);
  }

  /** A metric of one quantity of this name. */
  private record Named(String name, boolean everyEpoch) implements Metric {

    @Override
    public List<Quantity> quantities() {
      return List.of(Quantity.bound(name, name));
    }

    @Override
    public void measure(Evaluator on, Measurements out) {
      out.put(Quantity.bound("undeclared", "undeclared"), Measured.exact(on.size()));
    }
  }

  private static SpecException refused(List<Metric> atEnd, List<Metric> inTraining) {
    List<Quantity> taken = List.of(Quantity.bound("iwae", "IWAE"));
    return assertThrows(SpecException.class, () -> FurtherMetrics.of(atEnd, inTraining, taken));
  }

  @Test
  void everyQuantityHasANameOfItsOwn() {
    Named a = new Named("a", true);
    assertEquals("evaluation.metrics[1]", refused(List.of(a, a), List.of()).path());
    assertEquals(
        "evaluation.metrics[0]", refused(List.of(new Named("elbo", true)), List.of()).path());
    assertEquals(
        "evaluation.metrics[0]", refused(List.of(new Named("iwae", true)), List.of()).path());
    assertEquals(1, FurtherMetrics.of(List.of(a), List.of(a), List.of()).atEnd().size());
  }

  @Test
  void whatIsTooCostlyIsRefusedInTraining() {
    SpecException refused = refused(List.of(), List.of(new Named("slow", false)));
    assertEquals("training.metrics[0]", refused.path());
    assertTrue(refused.getMessage().contains("evaluation.metrics"), refused.getMessage());
  }

  @Test
  void aQuantityThatWasNotDeclaredIsRefused() {
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(
            HandMade.curve(HandMade.fromFirst(1), 1),
            HandMade.examples(new float[][] {{0, 0, 0}}),
            1,
            KERNELS)) {
      assertThrows(
          IllegalArgumentException.class, () -> measured(new Named("declared", true), heldOut, 1));
    }
  }
}
