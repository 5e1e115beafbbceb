package vae.experiments.evaluation.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.distribution.Draws;
import vae.core.distribution.MisfitException;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Quantity;
import vae.core.oracle.LinearGaussianOracle;
import vae.data.source.Examples;
import vae.experiments.evaluation.DensityAtDraws;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.HandMade;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.Simulated;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.quantity.LikelihoodQuantities;
import vae.experiments.training.Model;

/** Three views of log p(x) on a linear-Gaussian model with m = 8, whose evidence is exact. */
final class LikelihoodViewsTest {

  private static final int LATENT = 8;
  private static final int DATA = 2 * LATENT;
  private static final double SIGMA = 0.5;
  private static final int EXAMPLES = 50;
  private static final int TEMPERATURES = 120;

  /** Columns of W are orthogonal and of length 1. */
  private static final double[][] W = new double[DATA][LATENT];

  private static final double[] BIAS = new double[DATA];

  static {
    for (int j = 0; j < LATENT; j++) {
      W[j][j] = 0.6;
      W[j + LATENT][j] = 0.8;
      BIAS[j] = 0.1 * j;
    }
  }

  private static final LinearGaussianOracle ORACLE = new LinearGaussianOracle(W, BIAS, SIGMA);

  private static KernelSet kernels;
  private static Examples examples;
  private static double exact;

  /** Annealed from the prior, which no encoder changes. */
  private static Measurements annealed;

  @BeforeAll
  static void draw() {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
    float[][] rows = new float[EXAMPLES][DATA];
    for (int i = 0; i < rows.length; i++) {
      double[] x = ORACLE.draw(Key.of(7).fold(i));
      for (int j = 0; j < x.length; j++) {
        rows[i][j] = (float) x[j];
        x[j] = rows[i][j];
      }
      exact += ORACLE.logEvidence(x) / rows.length;
    }
    examples = HandMade.examples(rows);
    annealed = measured(model(1), kernels, annealed(Start.PRIOR));
  }

  @AfterAll
  static void close() {
    kernels.close();
  }

  private static Metric sampling(int samples) {
    return new ImportanceSampling(new ImportanceSampling.Spec(EXAMPLES, samples));
  }

  private static AnnealedImportanceSampling.Spec annealing(int examples, Start start) {
    return new AnnealedImportanceSampling.Spec(
        examples, 10, TEMPERATURES, 5, start, Temperatures.SIGMOID);
  }

  private static Metric annealed(Start start) {
    return new AnnealedImportanceSampling(annealing(EXAMPLES, start));
  }

  private static Metric gap(int temperatures) {
    return new BidirectionalMonteCarlo(
        new BidirectionalMonteCarlo.Spec(
            40, 10, temperatures, 5, Start.PRIOR, Temperatures.SIGMOID));
  }

  private static Measurements measured(Model model, KernelSet with, Metric... metrics) {
    try (HeldOutEvaluator heldOut = HandMade.heldOut(model, examples, 1, with)) {
      return FurtherMetrics.measure(List.of(metrics), heldOut, "test", 1);
    }
  }

  private static Measured value(Measurements out, Quantity quantity) {
    return out.values().get(quantity.on("test"));
  }

  /** The panel of these measurements and of annealing from the prior. */
  private static LikelihoodPanel panel(Measurements out) {
    SortedMap<String, Measured> values = new TreeMap<>(annealed.values());
    values.putAll(out.values());
    return LikelihoodPanel.of("test", values).orElseThrow();
  }

  /**
   * @param stretch what the exact posterior's deviation is multiplied by
   */
  private static Model model(double stretch) {
    return HandMade.linear(W, BIAS, SIGMA, stretch);
  }

  @Test
  void manySamplesGiveTheEvidenceAndOneNumber() {
    Measurements out = measured(model(1.2), kernels, sampling(5000));
    Measured sampled = value(out, LikelihoodQuantities.SAMPLED);
    assertEquals(exact, sampled.value(), 0.05);
    assertTrue(value(out, LikelihoodQuantities.SAMPLED_SHAPE).value() < 0.5);
    LikelihoodPanel panel = panel(out);
    assertEquals(List.of(), panel.reasons());
    Measured number = panel.number().orElseThrow();
    assertEquals(exact, number.value(), 4 * number.standardError().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void annealingGivesTheEvidence(Start start) {
    Measurements out =
        start == Start.PRIOR ? annealed : measured(model(0.7), kernels, annealed(start));
    Measured logP = value(out, LikelihoodQuantities.ANNEALED);
    double error = logP.standardError().orElseThrow();
    assertTrue(error > 0 && error < 0.1, () -> "standard error " + error);
    assertEquals(exact, logP.value(), 2 * error);
    assertEquals(0.65, value(out, LikelihoodQuantities.ANNEALED_ACCEPTANCE).value(), 0.15);
  }

  /** A fault: chains that take every proposal leave no f_β invariant. */
  @Test
  void withoutAcceptingAndRejectingAnnealingIsWrong() {
    Metric faulty =
        new AnnealedImportanceSampling(annealing(EXAMPLES, Start.PRIOR), (_, _) -> true);
    Measured logP = value(measured(model(1), kernels, faulty), LikelihoodQuantities.ANNEALED);
    assertFalse(Math.abs(logP.value() - exact) < 1, () -> logP + " against " + exact);
  }

  /** The evidence of the very examples that the metric simulates: its key is its quantity's. */
  private static double evidenceOfSimulated(Model model) {
    double[] sum = {0};
    Metric same =
        new Metric() {
          @Override
          public List<Quantity> quantities() {
            return List.of(LikelihoodQuantities.GAP);
          }

          @Override
          public boolean everyEpoch() {
            return false;
          }

          @Override
          public void measure(Evaluator on, Measurements out) {
            Simulated simulated = on.simulated(40);
            simulated
                .chunks()
                .forEach(
                    0,
                    1,
                    (chunk, _, _) ->
                        sum[0] += ORACLE.logEvidence(chunk.x().toArray().toDoubles()) / 40);
          }
        };
    measured(model, kernels, same);
    return sum[0];
  }

  @Test
  void theGapCoversTheEvidenceAndNarrowsWithTemperatures() {
    double evidence = evidenceOfSimulated(model(1));
    double before = Double.POSITIVE_INFINITY;
    for (int temperatures : new int[] {4, 30, TEMPERATURES}) {
      Measurements out = measured(model(1), kernels, gap(temperatures));
      double lower = value(out, LikelihoodQuantities.GAP_LOWER).value();
      double upper = value(out, LikelihoodQuantities.GAP_UPPER).value();
      Measured gap = value(out, LikelihoodQuantities.GAP);
      double error = 2 * gap.standardError().orElseThrow();
      assertTrue(lower <= evidence + error && evidence <= upper + error, out.values()::toString);
      assertTrue(gap.value() < before, () -> gap + " at " + temperatures);
      before = gap.value();
    }
    assertTrue(before < 0.5, "the widest error of annealing is " + before);
  }

  /** A fault: a posterior of 0.3 of its deviations. */
  @Test
  void aNarrowProposalIsFlaggedAndGivesNoSingleNumber() {
    Measurements out = measured(model(0.3), kernels, sampling(5000));
    assertTrue(value(out, LikelihoodQuantities.SAMPLED_SHAPE).value() > 0.7);
    assertTrue(value(out, LikelihoodQuantities.SAMPLED_HEAVY).value() > 0.5);
    LikelihoodPanel panel = panel(out);
    assertTrue(panel.number().isEmpty());
    assertTrue(panel.reasons().getFirst().contains("too narrow"), panel.reasons()::toString);
  }

  /** A fault: Σ w̃ log w, the surrogate of IWAE, is above L_K and may be above log p(x). */
  @Test
  void aSurrogateReportedAsABoundGivesNoSingleNumber() {
    Measurements out = measured(model(2), kernels, new Surrogate());
    Measured surrogate = value(out, LikelihoodQuantities.SAMPLED);
    assertTrue(surrogate.value() > exact + 0.5, () -> surrogate + " against " + exact);
    LikelihoodPanel panel = panel(out);
    assertTrue(panel.number().isEmpty());
    assertTrue(panel.reasons().getFirst().contains("no lower bound"), panel.reasons()::toString);
  }

  private record Surrogate() implements Metric {

    @Override
    public List<Quantity> quantities() {
      return List.of(LikelihoodQuantities.SAMPLED, LikelihoodQuantities.SAMPLED_EXAMPLES);
    }

    @Override
    public boolean everyEpoch() {
      return false;
    }

    @Override
    public void measure(Evaluator on, Measurements out) {
      double[] sum = {0};
      on.chunks()
          .forEach(
              0,
              EXAMPLES,
              (model, noise, _) -> {
                Draws draws = model.posterior().draw(200, noise);
                var logWeights = model.generative().logWeights(model.x(), draws); // [K, B]
                var surrogate = logWeights.softmax(0).multiply(logWeights).sum(0);
                sum[0] += surrogate.mean().item();
              });
      out.put(LikelihoodQuantities.SAMPLED, new Measured(sum[0], 0.01));
      out.put(LikelihoodQuantities.SAMPLED_EXAMPLES, Measured.exact(EXAMPLES));
    }
  }

  /** Noise is keyed by example, chain and temperature: neighbours and threads do not matter. */
  @Test
  void threadsAndOtherExamplesDoNotChangeAnEstimate() {
    Metric few = new AnnealedImportanceSampling(annealing(3, Start.PRIOR));
    double[] alone = measured(model(1), kernels, few).perExample().get("ais-log-p");
    double[] all = annealed.perExample().get("ais-log-p");
    assertArrayEquals(Arrays.copyOf(all, 3), Arrays.copyOf(alone, 3));
    assertEquals(EXAMPLES, alone.length);
    assertTrue(Double.isNaN(alone[3]), "was not measured");
    try (KernelSet two = KernelSet.choose(KernelSet.Choice.SCALAR, 2)) {
      assertArrayEquals(alone, measured(model(1), two, few).perExample().get("ais-log-p"));
    }
  }

  /** A leapfrog step is one pass of the decoder, whatever the number of chains. */
  @Test
  void aStepCostsOnePassOfTheDecoder() {
    Model linear = model(1);
    AtomicLong passes = new AtomicLong();
    List<Integer> rows = new ArrayList<>();
    Decoder counting =
        z -> {
          passes.incrementAndGet();
          rows.add(z.shape().size() / LATENT);
          return linear.decoder().decode(z);
        };
    Model model = with(linear, linear.encoder(), counting);
    measured(
        model,
        kernels,
        new AnnealedImportanceSampling(
            new AnnealedImportanceSampling.Spec(
                EXAMPLES, 26, 4, 7, Start.PRIOR, Temperatures.LINEAR)));
    int moves = 20 + 3 + 3; // first ones, tuning, estimating
    assertEquals(1 + moves * 7 + 2, passes.get()); // one more tells whether data are discrete
    assertTrue(rows.stream().allMatch(it -> it <= 1600) && rows.contains(EXAMPLES * 26));
  }

  private static Model with(Model model, Encoder encoder, Decoder decoder) {
    return new Model(
        model.prior(),
        encoder,
        decoder,
        model.likelihood(),
        model.estimator(),
        model.optimizer(),
        model.parameters());
  }

  @Test
  void aPosteriorWithoutADensityAnnealsFromThePriorAndIsRefusedAsAStart() {
    Model linear = model(1);
    Encoder flow = x -> new DensityAtDraws(linear.encoder().encode(x));
    Model model = with(linear, flow, linear.decoder());
    MisfitException refused =
        assertThrows(
            MisfitException.class, () -> measured(model, kernels, annealed(Start.POSTERIOR)));
    assertTrue(refused.fix().contains("prior"), refused.fix());
    Metric few = new AnnealedImportanceSampling(annealing(3, Start.PRIOR));
    assertEquals(
        new TreeMap<>(measured(linear, kernels, few, sampling(50)).values()),
        new TreeMap<>(measured(model, kernels, few, sampling(50)).values()));
  }

  @ParameterizedTest
  @EnumSource(Temperatures.class)
  void temperaturesRiseFromZeroToOne(Temperatures rise) {
    double[] beta = rise.of(50);
    assertEquals(0, beta[0]);
    assertEquals(1, beta[50]);
    for (int t = 1; t < beta.length; t++) {
      assertTrue(beta[t] > beta[t - 1]);
      assertEquals(1 - beta[50 - t], beta[t], 1e-12, "symmetric");
    }
  }
}
