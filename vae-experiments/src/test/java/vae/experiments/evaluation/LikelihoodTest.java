package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Encoder;
import vae.data.source.Examples;
import vae.experiments.run.SmallRun;
import vae.experiments.training.Model;

/** The likelihood estimate against integrals of one variable. */
final class LikelihoodTest {

  private static final float[][] ROWS = {
    {0.5f, -0.1f, 0.3f}, {-0.8f, 0.6f, -0.2f}, {0.1f, 0.2f, 0.05f}, {1.2f, -0.9f, 0.6f}
  };

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static final Examples EXAMPLES = HandMade.examples(ROWS);

  private static ImportanceSampled estimate(Encoder encoder, int samples, long seed) {
    Model model = HandMade.curve(encoder, 1);
    try (HeldOutEvaluator heldOut = HandMade.heldOut(model, EXAMPLES, seed, kernels)) {
      return heldOut.negativeLogLikelihood(samples);
    }
  }

  /** log N(x; f(z), σ²I) + log N(z; 0, 1), written down without the product's classes. */
  private static double logJoint(float[] x, double z) {
    double sum = -0.5 * z * z - 0.5 * Math.log(2 * Math.PI);
    for (int j = 0; j < x.length; j++) {
      double r = (x[j] - HandMade.decoded(j, z)) / HandMade.SIGMA;
      sum += -0.5 * r * r - Math.log(HandMade.SIGMA) - 0.5 * Math.log(2 * Math.PI);
    }
    return sum;
  }

  private static double exact(float[] x) {
    IterativeLegendreGaussIntegrator rule = new IterativeLegendreGaussIntegrator(8, 1e-10, 1e-12);
    return -Math.log(rule.integrate(1 << 20, z -> Math.exp(logJoint(x, z)), -9, 9));
  }

  private static double exactMean() {
    double sum = 0;
    for (float[] row : ROWS) {
      sum += exact(row);
    }
    return sum / ROWS.length;
  }

  @Test
  void agreesWithQuadrature() {
    ImportanceSampled nll = estimate(HandMade.fromFirst(0.7), 5000, 1);
    for (int i = 0; i < ROWS.length; i++) {
      assertEquals(exact(ROWS[i]), nll.of(i), 0.03, "example " + i);
    }
    Measured mean = nll.mean();
    double error = mean.standardError().orElseThrow();
    assertTrue(error > 0 && error < 0.01, mean.toString());
    assertEquals(exactMean(), mean.value(), 4 * error);
  }

  /** With one sample the estimate is the bound with all of its terms drawn. */
  @Test
  void oneSampleGivesMinusTheBoundInExpectation() {
    Model model = HandMade.curve(HandMade.fromFirst(0.7), 1);
    double difference = 0;
    double squares = 0;
    int repetitions = 1000;
    for (int seed = 0; seed < repetitions; seed++) {
      try (HeldOutEvaluator heldOut = HandMade.heldOut(model, EXAMPLES, seed, kernels)) {
        double d = heldOut.negativeLogLikelihood(1).mean().value() + heldOut.means("").get("elbo");
        difference += d;
        squares += d * d;
      }
    }
    double mean = difference / repetitions;
    double error = Math.sqrt((squares / repetitions - mean * mean) / repetitions);
    assertEquals(0, mean, 4 * error);
    assertTrue(error < 0.05, "the test could not tell: " + error);
  }

  /** Mean over seeds with the error of that mean. */
  private record Repeated(double mean, double error) {}

  private static Repeated repeated(int samples, int repetitions) {
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < repetitions; seed++) {
      double value = estimate(HandMade.fromFirst(1.5), samples, seed).mean().value();
      sum += value;
      squares += value * value;
    }
    double mean = sum / repetitions;
    return new Repeated(mean, Math.sqrt((squares / repetitions - mean * mean) / repetitions));
  }

  @Test
  void moreSamplesNeverMakeItLooserInExpectation() {
    Repeated before = repeated(1, 400);
    for (int samples : new int[] {2, 5, 20}) {
      Repeated after = repeated(samples, 400);
      double error = Math.hypot(before.error(), after.error());
      assertTrue(after.mean() < before.mean() - 2 * error, before + " then " + after);
      before = after;
    }
    assertTrue(before.mean() > exactMean() - 4 * before.error(), "an upper bound");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 49, 50, 51, 120})
  void effectiveSampleSizeIsBetweenOneAndK(int samples) {
    double size = estimate(HandMade.fromFirst(1.5), samples, 1).effectiveSize();
    assertTrue(size >= 1 - 1e-12 && size <= samples + 1e-9, samples + ": " + size);
  }

  private static ImportanceSampled of(int samples, double[]... logWeights) {
    ImportanceSampled estimates = new ImportanceSampled(logWeights.length, samples);
    for (int i = 0; i < logWeights.length; i++) {
      ImportanceWeights weights = new ImportanceWeights(samples);
      for (double w : logWeights[i]) {
        weights.add(w);
      }
      estimates.set(i, weights);
    }
    return estimates;
  }

  @Test
  void equalWeightsMakeEverySampleCount() {
    ImportanceSampled weights =
        of(3, new double[] {-700, -700, -700}, new double[] {-5, -1e9, -1e9});
    assertEquals(700, weights.of(0), 1e-12);
    assertEquals(5 + Math.log(3), weights.of(1), 1e-12);
    assertEquals(2, weights.effectiveSize(), 1e-12, "three of one and one of the other");
    assertEquals(1, weights.smallest(), 1e-12);
    assertEquals(1, weights.poor(), "both have fewer than ten");
    assertEquals(Measured.unmeasured((705 + Math.log(3)) / 2), weights.mean());
    assertEquals(0, of(3, new double[] {-700, -700, -700}).mean().standardError().orElseThrow());
  }

  /** The largest may come last, and a weight of 0 counts as a sample. */
  @Test
  void sumsDoNotDependOnWhereTheLargestWeightComes() {
    double none = Double.NEGATIVE_INFINITY;
    ImportanceSampled weights =
        of(
            5,
            new double[] {none, -900, -3, -2, -1},
            new double[] {-1, -2, -3, -900, none},
            new double[] {none, none});
    double expected = -Math.log((Math.exp(-1) + Math.exp(-2) + Math.exp(-3)) / 5);
    assertEquals(expected, weights.of(0), 1e-12);
    assertEquals(expected, weights.of(1), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, weights.of(2));
  }

  /** The formula in the javadoc, written out, for more weights than blocks. */
  @Test
  void varianceIsThatOfLeavingOneBlockOut() {
    double[] logs = new double[70];
    Arrays.setAll(logs, k -> -3 * Math.sin(k) - 500);
    ImportanceWeights weights = new ImportanceWeights(70);
    for (double log : logs) {
      weights.add(log);
    }
    double[] without = new double[32];
    Arrays.setAll(
        without,
        b ->
            Math.log(
                IntStream.range(0, 70)
                    .filter(k -> k % 32 != b)
                    .mapToDouble(k -> Math.exp(logs[k] + 500))
                    .average()
                    .orElseThrow()));
    double mean = Arrays.stream(without).average().orElseThrow();
    double expected = Arrays.stream(without).map(l -> (l - mean) * (l - mean)).sum();
    assertEquals(expected, weights.variance(), 1e-12 * expected);
  }

  /** N2: one sample says nothing of its spread, nor does one weight among zeros. */
  @Test
  void theErrorOfOneSampleIsNotMeasured() {
    assertEquals(Measured.unmeasured(2), of(1, new double[] {-2}).mean());
    double[][] alone = new double[60][];
    Arrays.fill(alone, new double[] {-2, Double.NEGATIVE_INFINITY});
    assertTrue(of(2, alone).mean().standardError().isEmpty());
  }

  /** Samples and examples are taken in chunks: no border of one shows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 70, 600})
  void neighboursDoNotChangeAnEstimate(int samples) {
    float[][] many = new float[45][];
    for (int i = 0; i < many.length; i++) {
      many[i] = new float[] {0.02f * i, 0.5f - 0.01f * i, 0.1f};
    }
    float[][] few = Arrays.copyOf(many, 23);
    Model model = HandMade.curve(HandMade.fromFirst(0.7), 1);
    try (HeldOutEvaluator all = HandMade.heldOut(model, HandMade.examples(many), 1, kernels);
        HeldOutEvaluator some = HandMade.heldOut(model, HandMade.examples(few), 1, kernels)) {
      ImportanceSampled a = all.negativeLogLikelihood(samples);
      ImportanceSampled b = some.negativeLogLikelihood(samples);
      for (int i = 0; i < few.length; i++) {
        assertEquals(a.of(i), b.of(i), "example " + i);
      }
    }
  }
}
