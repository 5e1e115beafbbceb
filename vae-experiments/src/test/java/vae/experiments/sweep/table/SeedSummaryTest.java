package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

final class SeedSummaryTest {

  /** Mean 2, deviation 1, and 4.302653 in a table of Student's t for 2 degrees of freedom. */
  @Test
  void intervalIsThatOfATable() {
    SeedSummary summary = SeedSummary.of(List.of(1.0, 2.0, 3.0));
    assertEquals(2, summary.mean());
    assertEquals(1, summary.deviation(), 1e-15);
    assertEquals(4.302652729911275 / Math.sqrt(3), summary.halfWidth(), 1e-9);
    assertEquals(3, summary.n());
    assertEquals("2.0000 ± 2.4841", summary.meanAndInterval());
  }

  /** Two values: t of one degree of freedom is 12.706205, the deviation |a − b| / √2. */
  @Test
  void twoSeedsAreEnoughForAnInterval() {
    SeedSummary summary = SeedSummary.of(List.of(-31.0, -33.0));
    assertEquals(Math.sqrt(2), summary.deviation(), 1e-15);
    assertEquals(12.706204736432095, summary.halfWidth(), 1e-6);
  }

  @Test
  void oneSeedHasNoInterval() {
    SeedSummary summary = SeedSummary.of(List.of(5.0));
    assertEquals(5, summary.mean());
    assertTrue(Double.isNaN(summary.deviation()) && Double.isNaN(summary.halfWidth()));
    assertEquals("5.0000", summary.meanAndInterval());
  }

  @Test
  void noSeedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SeedSummary.of(List.of()));
  }

  /** Of 2000 intervals about means of five normal numbers, 95 % hold the true mean. */
  @Test
  void ninetyFiveOfAHundredIntervalsHoldTheMean() {
    int trials = 2000;
    int held = 0;
    double[] normal = new double[5];
    for (int trial = 0; trial < trials; trial++) {
      Noise.normal(Key.of(7), trial, 0, normal, 0, normal.length, new int[4]);
      List<Double> values = new ArrayList<>();
      for (double z : normal) {
        values.add(3 + 2 * z);
      }
      SeedSummary summary = SeedSummary.of(values);
      held += Math.abs(summary.mean() - 3) <= summary.halfWidth() ? 1 : 0;
    }
    double error = Math.sqrt(0.95 * 0.05 / trials);
    assertEquals(0.95, (double) held / trials, 4 * error);
  }
}
