package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
    try (HeldOut heldOut = HandMade.heldOut(model, EXAMPLES, seed, kernels)) {
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
    assertTrue(mean.standardError() > 0 && mean.standardError() < 0.01, mean.toString());
    assertEquals(exactMean(), mean.value(), 4 * mean.standardError());
  }

  /** The standard error is what repetitions show. */
  @Test
  void standardErrorIsTheSpreadOfRepeatedEstimates() {
    int repetitions = 200;
    double sum = 0;
    double squares = 0;
    double claimed = 0;
    for (int seed = 0; seed < repetitions; seed++) {
      Measured nll = estimate(HandMade.fromFirst(0.7), 200, seed).mean();
      sum += nll.value();
      squares += nll.value() * nll.value();
      claimed += nll.standardError() / repetitions;
    }
    double mean = sum / repetitions;
    double spread = Math.sqrt(squares / repetitions - mean * mean);
    assertEquals(spread, claimed, 0.2 * spread); // a spread of 200 is known to 5 %
  }

  /** With one sample the estimate is the bound with all of its terms drawn. */
  @Test
  void oneSampleGivesMinusTheBoundInExpectation() {
    Model model = HandMade.curve(HandMade.fromFirst(0.7), 1);
    double difference = 0;
    double squares = 0;
    int repetitions = 1000;
    for (int seed = 0; seed < repetitions; seed++) {
      try (HeldOut heldOut = HandMade.heldOut(model, EXAMPLES, seed, kernels)) {
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
  private static Measured repeated(int samples, int repetitions) {
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < repetitions; seed++) {
      double value = estimate(HandMade.fromFirst(1.5), samples, seed).mean().value();
      sum += value;
      squares += value * value;
    }
    double mean = sum / repetitions;
    return new Measured(mean, Math.sqrt((squares / repetitions - mean * mean) / repetitions));
  }

  @Test
  void moreSamplesNeverMakeItLooserInExpectation() {
    Measured before = repeated(1, 400);
    for (int samples : new int[] {2, 5, 20}) {
      Measured after = repeated(samples, 400);
      double error = Math.hypot(before.standardError(), after.standardError());
      assertTrue(after.value() < before.value() - 2 * error, before + " then " + after);
      before = after;
    }
    assertTrue(before.value() > exactMean() - 4 * before.standardError(), "an upper bound");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 49, 50, 51, 120})
  void effectiveSampleSizeIsBetweenOneAndK(int samples) {
    double size = estimate(HandMade.fromFirst(1.5), samples, 1).effectiveSize();
    assertTrue(size >= 1 - 1e-12 && size <= samples + 1e-9, samples + ": " + size);
  }

  @Test
  void equalWeightsMakeEverySampleCount() {
    ImportanceSampled weights = new ImportanceSampled(2);
    addAll(weights, 0, -700, -700, -700);
    addAll(weights, 1, -5, -1e9, -1e9);
    assertEquals(700, weights.of(0), 1e-12);
    assertEquals(5 + Math.log(3), weights.of(1), 1e-12);
    assertEquals(2, weights.effectiveSize(), 1e-12, "three of one and one of the other");
    assertEquals((705 + Math.log(3)) / 2, weights.mean().value(), 1e-12);
    assertEquals(Math.sqrt(1 - 1.0 / 3) / 2, weights.mean().standardError(), 1e-12);
  }

  private static void addAll(ImportanceSampled weights, int example, double... logWeights) {
    for (double w : logWeights) {
      weights.add(example, w);
    }
  }

  /** The largest may come last, and a weight of 0 counts as a sample. */
  @Test
  void sumsDoNotDependOnWhereTheLargestWeightComes() {
    ImportanceSampled weights = new ImportanceSampled(3);
    addAll(weights, 0, Double.NEGATIVE_INFINITY, -900, -3, -2, -1);
    addAll(weights, 1, -1, -2, -3, -900, Double.NEGATIVE_INFINITY);
    addAll(weights, 2, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
    double expected = -Math.log((Math.exp(-1) + Math.exp(-2) + Math.exp(-3)) / 5);
    assertEquals(expected, weights.of(0), 1e-12);
    assertEquals(expected, weights.of(1), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, weights.of(2));
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
    try (HeldOut all = HandMade.heldOut(model, HandMade.examples(many), 1, kernels);
        HeldOut some = HandMade.heldOut(model, HandMade.examples(few), 1, kernels)) {
      ImportanceSampled a = all.negativeLogLikelihood(samples);
      ImportanceSampled b = some.negativeLogLikelihood(samples);
      for (int i = 0; i < few.length; i++) {
        assertEquals(a.of(i), b.of(i), "example " + i);
      }
    }
  }
}
