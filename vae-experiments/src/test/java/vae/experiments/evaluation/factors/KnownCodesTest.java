package vae.experiments.evaluation.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.random.Permutation;

/** Every score on codes whose score is known. */
final class KnownCodesTest {

  private static final double PENALTY = 0.02;
  private static final Key KEY = Key.of(9);
  private static final Dci.Fitting LASSO = (x, y) -> Lasso.fit(x, y, PENALTY);
  private static final Dci.Fitting FOREST = (x, y) -> RegressionForest.fit(x, y, KEY);

  /** Every combination of the factors, each as often as repeats say and then once more in a row. */
  private static int[][] grid(int[] counts, int repeats) {
    int cells = 1;
    for (int count : counts) {
      cells *= count;
    }
    int[][] factors = new int[counts.length][2 * cells * repeats];
    for (int n = 0; n < factors[0].length; n++) {
      int rest = n / 2 % cells; // both halves of every second example hold every combination
      for (int k = 0; k < counts.length; k++) {
        factors[k][n] = rest % counts[k];
        rest /= counts[k];
      }
    }
    return factors;
  }

  /** One number of a code, from the values of all factors. */
  @FunctionalInterface
  private interface Coordinate {
    double of(int[] values);
  }

  private static FactorCodes codes(int[] counts, int repeats, Coordinate... coordinates) {
    int[][] factors = grid(counts, repeats);
    double[][] codes = new double[factors[0].length][coordinates.length];
    int[] values = new int[counts.length];
    for (int n = 0; n < codes.length; n++) {
      for (int k = 0; k < counts.length; k++) {
        values[k] = factors[k][n];
      }
      for (int j = 0; j < coordinates.length; j++) {
        codes[n][j] = coordinates[j].of(values);
      }
    }
    return new FactorCodes(codes, factors, counts);
  }

  /** Posteriors so narrow that codes of different values do not meet, drawn at their means. */
  private static double migSampled(FactorCodes known) {
    return migSampled(known, 0.01);
  }

  private static double migSampled(FactorCodes known, double deviation) {
    double[][] logDeviation = new double[known.size()][known.width()];
    for (double[] row : logDeviation) {
      Arrays.fill(row, Math.log(deviation));
    }
    double[][] information =
        MigSampled.information(
            known.codes(),
            logDeviation,
            known.codes(),
            known.factors(),
            known.counts(),
            known.size());
    return InformationGap.of(
        information, InformationGap.entropies(known.factors(), known.counts()));
  }

  private static double log(double value) {
    return Math.log(value);
  }

  /** Copied in another order, in other units, with a coordinate that says nothing. */
  private static FactorCodes copied() {
    return codes(new int[] {40, 4, 3}, 2, v -> 3 - 2 * v[2], v -> v[0], _ -> 0.5, v -> v[1] / 2.0);
  }

  @Test
  void copiedAndPermutedFactorsHaveMigSampledOne() {
    assertEquals(1, migSampled(copied()), 1e-12);
  }

  /** Twenty bins hold two of the forty values each. */
  @Test
  void copiedAndPermutedFactorsHaveMigBinnedOfTheirBins() {
    assertEquals((log(20) / log(40) + 1 + 1) / 3, MigBinned.of(copied(), 20), 1e-12);
    assertEquals(1, MigBinned.of(copied(), 40), 1e-12);
  }

  @Test
  void copiedAndPermutedFactorsHaveSapOneLessChance() {
    assertEquals(1 - (1 / 40.0 + 1 / 4.0 + 1 / 3.0) / 3, Sap.of(copied()), 1e-12);
  }

  @Test
  void copiedAndPermutedFactorsHaveTheOtherScoresOne() {
    Dci.Scores dci = Dci.of(copied(), LASSO);
    assertEquals(1, dci.disentanglement(), 1e-12);
    assertEquals(1, dci.completeness(), 1e-12);
    assertEquals(PENALTY, dci.error(), 1e-9); // weights are 1 − α
    Dci.Scores forest = Dci.of(copied(), FOREST);
    assertEquals(1, forest.disentanglement(), 1e-12);
    assertEquals(1, forest.completeness(), 1e-12);
    assertEquals(0, forest.error());
    assertEquals(1, FactorVaeScore.of(copied(), 300, 16, KEY));
    assertEquals(1, BetaVaeScore.of(copied(), 600, 64, KEY));
  }

  /** z = (v₁ + v₂, v₁ − v₂): both know as much of either. */
  @Test
  void twoFactorsOfOneLawRotatedByHalfARightAngleHaveNoGap() {
    FactorCodes rotated = codes(new int[] {10, 10}, 3, v -> v[0] + v[1], v -> v[0] - v[1]);
    assertEquals(0, MigBinned.of(rotated, 20), 1e-12);
    assertEquals(0, migSampled(rotated), 1e-9);
    assertEquals(0, Sap.of(rotated), 1e-9);
    Dci.Scores dci = Dci.of(rotated, LASSO);
    assertEquals(0, dci.disentanglement(), 1e-9);
    assertEquals(0, dci.completeness(), 1e-9);
  }

  /** z = (v₁, v₁, v₂): the term of v₁ is 0, that of v₂ what it would be alone. */
  @Test
  void oneFactorInTwoCodesHasNoGap() {
    FactorCodes twice = codes(new int[] {5, 4}, 5, v -> v[0], v -> 2 - 3 * v[0], v -> v[1]);
    assertEquals(0.5, MigBinned.of(twice, 20), 1e-12);
    assertEquals(0.5, migSampled(twice), 1e-9);
    assertEquals((1 - 1 / 4.0) / 2, Sap.of(twice), 1e-12);
    assertEquals(1, Dci.of(twice, LASSO).disentanglement(), 1e-9);
  }

  /** z = (cos, sin) of the first factor: the lasso does not see it, the forest does. */
  @Test
  void anAngleInSineAndCosineIsSeenByTheForestAlone() {
    FactorCodes angle =
        codes(
            new int[] {40, 3},
            6,
            v -> Math.cos(2 * Math.PI * v[0] / 40),
            v -> Math.sin(2 * Math.PI * v[0] / 40),
            v -> v[1]);
    Dci.Scores forest = Dci.of(angle, FOREST);
    assertEquals(0, forest.error(), 0.02);
    assertTrue(forest.disentanglement() > 0.99, () -> "" + forest);
    assertTrue(Dci.of(angle, LASSO).error() > 0.3);
  }

  /** Two factors in one code: completeness is 1, disentanglement 0. */
  @Test
  void twoFactorsInOneCodeAreCompleteAndEntangled() {
    FactorCodes both = codes(new int[] {6, 6}, 3, v -> v[0] + v[1], _ -> 1.0);
    Dci.Scores dci = Dci.of(both, LASSO);
    assertEquals(0, dci.disentanglement(), 1e-9);
    assertEquals(1, dci.completeness(), 1e-9);
    assertEquals(0, Dci.of(codes(new int[] {6, 6}, 3, _ -> 1.0), LASSO).disentanglement());
  }

  private static FactorCodes random(long seed) {
    return random(seed, 30);
  }

  private static FactorCodes random(long seed, int repeats) {
    int[][] factors = grid(new int[] {4, 3, 5}, repeats);
    double[][] codes = new double[factors[0].length][6];
    for (int n = 0; n < codes.length; n++) {
      Noise.normal(Key.of(seed), n, 0, codes[n], 0, 6, new int[4]);
    }
    return new FactorCodes(codes, factors, new int[] {4, 3, 5});
  }

  private static FactorCodes shuffled(FactorCodes known, Key key) {
    int[] order = Permutation.of(key, known.size());
    double[][] codes = new double[known.size()][];
    for (int n = 0; n < codes.length; n++) {
      codes[n] = known.codes()[order[n]];
    }
    return new FactorCodes(codes, known.factors(), known.counts());
  }

  /** Information of frequencies is never below 0; of codes that know nothing it is noise alone. */
  @Test
  void randomCodesHaveAMigAsIfTheyWereShuffled() {
    FactorCodes random = random(1);
    double binned = MigBinned.of(random, 20);
    FactorCodes fewer = random(1, 2);
    double sampled = migSampled(fewer, 0.5);
    int binnedBelow = 0;
    int sampledBelow = 0;
    for (int b = 0; b < 39; b++) {
      Key key = KEY.fold(b);
      binnedBelow += MigBinned.of(shuffled(random, key), 20) < binned ? 1 : 0;
      sampledBelow += migSampled(shuffled(fewer, key), 0.5) < sampled ? 1 : 0;
    }
    assertTrue(binned >= 0 && binnedBelow < 39, binned + " is above " + binnedBelow + " of 39");
    assertTrue(sampledBelow < 39, sampled + " is above " + sampledBelow + " of 39");
    assertTrue(binned < 0.01, () -> "MIG " + binned);
  }

  /** Chance is one in three factors, within five binomial errors. */
  @Test
  void randomCodesAreScoredAtChance() {
    int votes = 600;
    double error = Math.sqrt(1 / 3.0 * 2 / 3 / votes);
    assertEquals(1 / 3.0, FactorVaeScore.of(random(2), votes, 16, KEY), 5 * error);
    assertEquals(1 / 3.0, BetaVaeScore.of(random(3), 2 * votes, 16, KEY), 5 * error);
    assertEquals(0, Sap.of(random(4)), 0.06);
  }

  @Test
  void codesThatDoNotVaryScoreNothing() {
    FactorCodes constant = codes(new int[] {4, 3}, 10, _ -> 1.0, _ -> -2.0);
    assertEquals(0, MigBinned.of(constant, 20), 1e-12);
    assertEquals(0, migSampled(constant), 1e-9);
    assertEquals(0, Sap.of(constant), 1e-12);
    assertEquals(0, FactorVaeScore.of(constant, 50, 8, KEY));
    Dci.Scores dci = Dci.of(constant, LASSO);
    assertEquals(0, dci.disentanglement() + dci.completeness());
    assertEquals(1, dci.error(), 1e-12);
  }
}
