package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DecimalsTest {

  /** F11: nobody reads 26 digits. */
  @Test
  void largeNumbersAreScientific() {
    assertEquals("-7.217e+25", Decimals.of(-72165936377558850000000000.0, 3));
    assertEquals("1.0000e+07", Decimals.of(1e7, 4));
    assertEquals("-9999999.000", Decimals.of(-9999999, 3));
    assertEquals("0.125", Decimals.of(0.125, 3));
    assertEquals("NaN", Decimals.of(Double.NaN, 3));
    assertEquals("-Infinity", Decimals.of(Double.NEGATIVE_INFINITY, 3));
  }
}
