package vae.experiments.study.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

final class MatchingTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void isTheBestOfAllPermutations(int m) {
    for (int draw = 0; draw < 20; draw++) {
      double[][] scores = new double[m][m];
      for (int j = 0; j < m; j++) {
        Noise.normal(Key.of(draw), j, 0, scores[j], 0, m, new int[4]);
      }
      assertEquals(best(scores, 0, new boolean[m]), Matching.best(scores), 1e-12);
    }
  }

  private static double best(double[][] scores, int row, boolean[] taken) {
    if (row == scores.length) {
      return 0;
    }
    double best = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      if (!taken[k]) {
        taken[k] = true;
        best = Math.max(best, scores[row][k] + best(scores, row + 1, taken));
        taken[k] = false;
      }
    }
    return best;
  }

  @Test
  void moreRowsThanMemoryAllowsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Matching.best(new double[17][17]));
  }
}
