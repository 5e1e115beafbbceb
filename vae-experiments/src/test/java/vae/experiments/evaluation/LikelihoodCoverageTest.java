package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.oracle.LinearGaussianOracle;
import vae.data.source.Examples;
import vae.data.transform.NoBinarization;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;

/**
 * N1: the 95 % interval of the likelihood estimate covers its expectation at that K, however few
 * samples carry it.
 *
 * <p>{@code -Dvae.long=true} repeats it on digits.
 */
final class LikelihoodCoverageTest {

  private static final int REPEATS = 200;
  private static final int LATENT = 8;
  private static final double SIGMA = 0.5;

  @TempDir private Path folder;

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  /** Repeated estimates, the errors that they claim, and the mean effective sample size. */
  private record Repeats(List<Measured> estimates, double effective) {

    double mean() {
      return estimates.stream().mapToDouble(Measured::value).average().orElseThrow();
    }

    double spread() {
      double mean = mean();
      double squares = estimates.stream().mapToDouble(it -> Math.pow(it.value() - mean, 2)).sum();
      return Math.sqrt(squares / (estimates.size() - 1));
    }

    /** The share of the 95 % intervals that hold the mean of the repeats. */
    double coverage() {
      double mean = mean();
      return estimates.stream()
              .filter(it -> Math.abs(it.value() - mean) <= 1.96 * it.standardError().orElseThrow())
              .count()
          / (double) estimates.size();
    }

    @Override
    public String toString() {
      double claimed =
          estimates.stream()
              .mapToDouble(it -> it.standardError().orElseThrow())
              .average()
              .orElse(0);
      return "effective samples %.1f, coverage %.1f %%, claimed %.5f, spread %.5f"
          .formatted(effective, 100 * coverage(), claimed, spread());
    }
  }

  private static Repeats repeats(Model model, Examples examples, DType type, int samples) {
    List<Measured> estimates = new ArrayList<>();
    double effective = 0;
    for (int seed = 0; seed < REPEATS; seed++) {
      RandomStreams streams = new RandomStreams(seed);
      try (HeldOutEvaluator heldOut =
          new HeldOutEvaluator(model, examples, new NoBinarization(), streams, type, kernels)) {
        ImportanceSampled nll = heldOut.negativeLogLikelihood(samples);
        estimates.add(nll.mean());
        effective += nll.effectiveSize() / REPEATS;
      }
    }
    return new Repeats(estimates, effective);
  }

  /** As {@link LinearGaussianOracle#aligned} has them. */
  private static double[][] weights() {
    double[][] w = new double[2 * LATENT][LATENT];
    for (int j = 0; j < LATENT; j++) {
      w[j][j] = 0.6;
      w[j + LATENT][j] = 0.8;
    }
    return w;
  }

  /**
   * @param stretch of the exact posterior's deviation, which spoils the weights
   * @param effective samples that it leaves of 200, roughly
   */
  @ParameterizedTest
  @CsvSource({"1.3, 100", "3, 2", "0.75, 50"})
  void anIntervalCoversTheExpectationAtItsK(double stretch, double effective) {
    double[] bias = new double[2 * LATENT];
    LinearGaussianOracle oracle = new LinearGaussianOracle(weights(), bias, SIGMA);
    float[][] rows = new float[50][2 * LATENT];
    double exact = 0;
    for (int i = 0; i < rows.length; i++) {
      double[] x = oracle.draw(Key.of(7).fold(i));
      for (int j = 0; j < x.length; j++) {
        rows[i][j] = (float) x[j];
        x[j] = rows[i][j];
      }
      exact -= oracle.logEvidence(x) / rows.length;
    }
    Model model = HandMade.linear(weights(), bias, SIGMA, stretch);
    Repeats repeats = repeats(model, HandMade.examples(rows), DType.F64, 200);
    System.out.println("linear-Gaussian, stretch " + stretch + ": " + repeats);
    assertEquals(effective, repeats.effective(), 0.5 * effective);
    double error = repeats.spread() / Math.sqrt(REPEATS);
    assertTrue(repeats.mean() > exact - 4 * error, "an upper bound on " + exact);
    double coverage = repeats.coverage();
    assertTrue(coverage >= 0.9 && coverage <= 0.99, repeats.toString());
  }

  /** Fewer than fifty examples do not make up for samples that do not count. */
  @Test
  void noIntervalIsGivenWhereNeitherExamplesNorSamplesSuffice() {
    double[] bias = new double[2 * LATENT];
    Examples few = HandMade.examples(new float[10][2 * LATENT]);
    Model poor = HandMade.linear(weights(), bias, SIGMA, 3);
    Model good = HandMade.linear(weights(), bias, SIGMA, 1.1);
    try (HeldOutEvaluator of = HandMade.heldOut(poor, few, 1, kernels)) {
      assertTrue(of.negativeLogLikelihood(200).mean().standardError().isEmpty());
    }
    try (HeldOutEvaluator of = HandMade.heldOut(good, few, 1, kernels)) {
      assertTrue(of.negativeLogLikelihood(200).mean().hasError());
    }
  }

  /**
   * @param sigma the smaller, the fewer samples count
   */
  @ParameterizedTest
  @CsvSource({"0.02, 2", "0.2, 100"})
  void anIntervalCoversTheExpectationOnDigits(double sigma, double effective) throws Exception {
    assumeTrue(Boolean.getBoolean("vae.long"), "-Dvae.long=true");
    Resolved experiment =
        SmallRun.read(
            """
            { "name": "coverage", "latentSize": 8, "data": {"type": "digits"},
              "encoder": {"type": "mlp", "hidden": [64]},
              "decoder": {"type": "mlp", "hidden": [64]},
              "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": %s}},
              "training": {"epochs": 40, "batchSize": 64} }
            """
                .formatted(sigma));
    RunResult run = SmallRun.run(experiment, kernels, folder);
    Model model = SmallRun.trained(experiment, run);
    Examples test = SmallRun.data(experiment).test();
    Repeats repeats = repeats(model, test, DType.F32, 500);
    System.out.println("digits, sigma " + sigma + ": " + repeats);
    assertEquals(effective, repeats.effective(), 0.5 * effective);
    double coverage = repeats.coverage();
    assertTrue(coverage >= 0.9 && coverage <= 0.99, repeats.toString());
  }
}
