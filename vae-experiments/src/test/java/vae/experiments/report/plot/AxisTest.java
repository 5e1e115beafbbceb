package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.report.plot.Axis.Tick;

final class AxisTest {

  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Tick::label).toList();
  }

  @Test
  void twoDecadesOfPositiveNumbersAreSpacedByFactors() {
    Axis axis = Axis.parameter("", new double[] {0.001, 0.01, 0.1}, 0, 300);
    assertTrue(axis.log());
    double middle = axis.at(0.01);
    assertEquals(middle - axis.at(0.001), axis.at(0.1) - middle, 1e-9);
    assertEquals(List.of("0.001", "0.01", "0.1"), labels(axis));
  }

  @ParameterizedTest
  @CsvSource({"0.02, 1.9", "-1, 1000", "0, 1000"})
  void lessThanTwoDecadesOrAnyThatAreNotPositiveAreSpacedEvenly(double low, double high) {
    assertFalse(Axis.parameter("", new double[] {low, high}, 0, 300).log());
  }

  @Test
  void fewValuesAreLabelledThemselvesAndManyByRoundNumbers() {
    assertEquals(
        List.of("3", "7", "12"), labels(Axis.parameter("", new double[] {12, 3, 7, 3}, 0, 300)));
    double[] many = new double[40];
    for (int i = 0; i < many.length; i++) {
      many[i] = 0.31 * i;
    }
    assertEquals(
        List.of("0", "2", "4", "6", "8", "10", "12"), labels(Axis.parameter("", many, 0, 300)));
  }

  @Test
  void roundTicksHaveTheSameDecimalsAndATypographicMinus() {
    Axis axis = Axis.linear("", new double[] {-0.25, 0.25}, 0, 200);
    assertEquals(List.of("\u22120.2", "\u22120.1", "0.0", "0.1", "0.2"), labels(axis));
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 1 2", "0, 3, 0 1 2 3", "1, 1, 1", "0, 100, 0 20 40 60 80 100"})
  void epochsAreCountedInWholeNumbers(double low, double high, String ticks) {
    double[] values = {low, high};
    assertEquals(List.of(ticks.split(" ")), labels(Axis.counts("", values, 0, 300)));
  }

  @Test
  void powersOfTenAreTicksOfManyValues() {
    double[] values = new double[30];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1e-5 * StrictMath.pow(1.6, i);
    }
    Axis axis = Axis.parameter("", values, 0, 300);
    assertEquals(List.of("1e\u22125", "0.0001", "0.001", "0.01", "0.1", "1", "10"), labels(axis));
  }

  @Test
  void aSingleValueStandsInTheMiddle() {
    for (double value : new double[] {0, -3, 1e-9, 4e12}) {
      assertEquals(50, Axis.linear("", new double[] {value}, 0, 100).at(value), 1e-6);
    }
  }

  @Test
  void whatIsBeyondAnEndStandsAtIt() {
    Axis axis = Axis.linear("", new double[] {0, 1}, 10, 20);
    assertEquals(10, axis.at(-5));
    assertEquals(20, axis.at(5));
    assertFalse(axis.holds(5));
  }

  @Test
  void intervalsMuchWiderThanTheMeansDifferAreCut() {
    double[] ends = Axis.ends(new double[] {0, 1}, new double[] {Double.NaN, 50});
    assertArrayEquals(new double[] {0, 0, -2, 3}, ends);
  }

  @Test
  void largeRoundNumbersAreShort() {
    Axis axis = Axis.linear("", new double[] {0, 4e7}, 0, 200);
    assertEquals(List.of("0", "1e7", "2e7", "3e7", "4e7"), labels(axis));
  }
}
