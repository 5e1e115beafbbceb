package vae.experiments.run.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CadenceTest {

  private static final long SECOND = 1_000_000_000L;

  @Test
  void timeCountsFromTheLastCheckpoint() {
    Cadence cadence = Cadence.parse("2s");
    assertFalse(cadence.due(7, 2 * SECOND - 1));
    assertTrue(cadence.due(7, 2 * SECOND));
    assertEquals(Cadence.STANDARD, Cadence.parse("15s"));
  }

  /** Whatever the time, so that a run that goes on writes the checkpoints it would have written. */
  @Test
  void stepsCountFromTheFirst() {
    Cadence cadence = Cadence.parse("200steps");
    assertTrue(cadence.due(200, 0));
    assertTrue(cadence.due(1400, 0));
    assertFalse(cadence.due(201, Long.MAX_VALUE));
    assertEquals(Cadence.ofSteps(1), Cadence.parse("1step"));
  }

  @Test
  void numbersOutOfTheirDomainAreRefused() {
    assertEquals(5, Cadence.STANDARD.keeping(5).keep());
    assertThrows(IllegalArgumentException.class, () -> Cadence.STANDARD.keeping(0));
    assertThrows(IllegalArgumentException.class, () -> new Cadence(0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cadence(1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Cadence(-1, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> Cadence.parse("0steps"));
  }
}
