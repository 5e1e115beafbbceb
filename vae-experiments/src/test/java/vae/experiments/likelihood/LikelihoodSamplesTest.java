package vae.experiments.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A likelihood estimate that its samples do not carry comes with a warning and a fix. */
final class LikelihoodSamplesTest {

  private static String concern(double effective, double poor, double heavy) {
    return new LikelihoodSamples(
            OptionalDouble.of(500),
            effective,
            OptionalDouble.of(poor),
            Double.isNaN(heavy) ? OptionalDouble.empty() : OptionalDouble.of(heavy))
        .concern()
        .orElse("");
  }

  @Test
  void aHighParetoKIsWarnedOfThoughManySamplesCount() {
    String concern = concern(200, 0, 0.4);
    assertTrue(concern.startsWith("40 % of the examples have a Pareto k too high"), concern);
    assertTrue(concern.contains("log p(x) is likely higher"), concern);
    assertTrue(concern.contains("\"ais\""), concern);
  }

  @Test
  void fewEffectiveSamplesAreWarnedOf() {
    assertTrue(concern(3, 0.9, Double.NaN).contains("K is too small"));
    assertTrue(concern(3, 0.9, 0.01).contains("K is too small"));
  }

  @Test
  void soundEstimatesAreNot() {
    assertEquals("", concern(200, 0.01, 0.02));
    assertEquals("", concern(200, 0.01, Double.NaN));
  }
}
