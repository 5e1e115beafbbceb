package vae.autodiff.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17, 1000, 60_000})
  void everyNumberComesOnce(int n) {
    int[] sorted = Permutation.of(Key.of(n), n);
    Arrays.sort(sorted);
    for (int i = 0; i < n; i++) {
      assertEquals(i, sorted[i]);
    }
  }

  @Test
  void theSameKeyGivesTheSameOrder() {
    Key key = Key.of(4).fold("shuffle").fold(2);
    assertArrayEquals(Permutation.of(key, 500), Permutation.of(key, 500));
    assertFalse(Arrays.equals(Permutation.of(key, 500), Permutation.of(key.fold(1), 500)));
  }

  /** Pearson's statistic over all 24 orders; the bound is the 0.9999 quantile of χ²(23). */
  @Test
  void allOrdersOfFourAreEquallyLikely() {
    int draws = 48_000;
    int[] counts = new int[256];
    for (int i = 0; i < draws; i++) {
      int[] order = Permutation.of(Key.of(11).fold(i), 4);
      counts[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
    }
    double expected = draws / 24.0;
    double statistic = 0;
    int orders = 0;
    for (int count : counts) {
      if (count > 0) {
        statistic += (count - expected) * (count - expected) / expected;
        orders++;
      }
    }
    assertEquals(24, orders);
    assertTrue(statistic < 56, "chi-square " + statistic);
  }

  /** Where each of ten elements lands; the bound is the 0.9999 quantile of χ²(81). */
  @Test
  void everyElementLandsAnywhere() {
    int n = 10;
    int draws = 20_000;
    int[][] counts = new int[n][n];
    for (int i = 0; i < draws; i++) {
      int[] order = Permutation.of(Key.of(12).fold(i), n);
      for (int place = 0; place < n; place++) {
        counts[order[place]][place]++;
      }
    }
    double expected = draws / (double) n;
    double statistic = 0;
    for (int[] row : counts) {
      for (int count : row) {
        statistic += (count - expected) * (count - expected) / expected;
      }
    }
    assertTrue(statistic < 135, "chi-square " + statistic);
  }
}
