package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ColourScaleTest {

  @Test
  void theBestHasTheLastColourWhicheverWayTheMetricGoes() {
    ColourScale more = new ColourScale("elbo", -40, -30, false);
    ColourScale less = new ColourScale("nll", 40, 30, false);
    for (ColourScale scale : new ColourScale[] {more, less}) {
      assertEquals(ColourScale.STEPS - 1, scale.of(scale.best()));
      assertEquals(0, scale.of(scale.worst()));
      assertEquals(ColourScale.STEPS / 2, scale.of((scale.best() + scale.worst()) / 2));
    }
  }

  @Test
  void equalValuesAreAllTheBest() {
    assertEquals(ColourScale.STEPS - 1, new ColourScale("elbo", 1, 1, false).of(1));
  }

  @Test
  void aFewBadValuesDoNotTakeAllColoursButOne() {
    ColourScale scale = ColourScale.of("elbo", new double[] {-500, -12, -11, -10, -14}, true);
    assertEquals(-14, scale.worst());
    assertTrue(scale.open());
    assertEquals(0, scale.of(-500));
    assertEquals(
        new ColourScale("nll", 14, 10, false),
        ColourScale.of("nll", new double[] {12, 14, 10}, false));
  }
}
