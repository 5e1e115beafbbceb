package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Draws stay in their range, are as often as they should be, and can be read. */
final class SearchScaleTest {

  private static final int DRAWS = 4000;

  private static JsonNode draw(SearchScale distribution, int i, double min, double max) {
    return distribution.at((i + 0.5) / DRAWS, min, max);
  }

  @Test
  void everyDrawIsInItsRange() {
    for (SearchScale distribution : SearchScale.values()) {
      for (double[] range : List.of(new double[] {1, 9}, new double[] {3, 1e6})) {
        for (int i = 0; i < DRAWS; i++) {
          double value = draw(distribution, i, range[0], range[1]).doubleValue();
          assertTrue(value >= range[0] && value <= range[1], distribution + " " + value);
        }
        assertEquals(
            range[0], distribution.at(0, range[0], range[1]).doubleValue(), 0, "" + distribution);
      }
    }
  }

  @Test
  void integersAreEquallyOften() {
    SortedMap<Long, Integer> counts = new TreeMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(draw(SearchScale.INTEGER, i, -2, 5).longValue(), 1, Integer::sum);
    }
    assertEquals(8, counts.size());
    counts.values().forEach(count -> assertEquals(DRAWS / 8, count));
  }

  @Test
  void logUniformDrawsAreEquallyOftenInEveryDecade() {
    int[] counts = new int[4];
    for (int i = 0; i < DRAWS; i++) {
      double value = draw(SearchScale.LOG_UNIFORM, i, 1e-5, 1e-1).doubleValue();
      counts[Math.min(3, (int) Math.floor(Math.log10(value) + 5))]++;
    }
    for (int count : counts) {
      assertEquals(DRAWS / 4, count, 1);
    }
  }

  @Test
  void logIntegersFavourSmallOnes() {
    SortedMap<Long, Integer> counts = new TreeMap<>();
    for (int i = 0; i < DRAWS; i++) {
      counts.merge(draw(SearchScale.LOG_INTEGER, i, 1, 7).longValue(), 1, Integer::sum);
    }
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), List.copyOf(counts.keySet()));
    assertEquals(DRAWS / 3, counts.get(1L), 1);
    assertEquals(DRAWS / 3, counts.get(2L) + counts.get(3L), 2);
  }

  @Test
  void drawsAreRoundedToWhatPeopleRead() {
    assertEquals("0.33333", SearchScale.UNIFORM.at(1 / 3.0, 0, 1).toString());
    assertEquals("0.033333", SearchScale.UNIFORM.at(1 / 3.0, 0, 0.1).toString());
    assertEquals("0.00215443", SearchScale.LOG_UNIFORM.at(1 / 3.0, 1e-3, 1e-2).toString());
    assertEquals("0.0", SearchScale.UNIFORM.at(0.5, -1, 1).toString());
    double close = SearchScale.UNIFORM.at(1 / 3.0, 1, 1.00001).doubleValue();
    assertEquals(1.00000333, close, 1e-8);
    double narrow = SearchScale.LOG_UNIFORM.at(0.5, 1, 1.0000001).doubleValue();
    assertTrue(narrow > 1 && narrow < 1.0000001, "" + narrow);
  }

  /** Skipping to a point gives the same as counting up to it. */
  @Test
  void sobolPointsAreThoseOfTheGeneratorInOrder() {
    SobolSequenceGenerator inOrder = new SobolSequenceGenerator(5);
    inOrder.nextVector();
    SobolSequenceGenerator skipping = new SobolSequenceGenerator(5);
    for (int i = 1; i < 200; i++) {
      assertArrayEquals(inOrder.nextVector(), skipping.skipTo(i), 0);
    }
  }
}
