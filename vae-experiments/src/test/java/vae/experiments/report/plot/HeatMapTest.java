package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeatMapTest {

  /** Cells show what tells their colours apart, and no more. */
  @ParameterizedTest
  @CsvSource({
    "-104.31649, -104.29214, \u2212104.316, \u2212104.292",
    "-104.31649, -88.123456, \u2212104, \u221288",
    "-104.31649, -102.2, \u2212104.3, \u2212102.2",
    "0.5, 0.25, 0.50, 0.25",
    "1250000.5, 3, 1250000, 3",
    "2, 2, 2, 2",
  })
  void cellsHaveTheDecimalsOfTheirRange(double one, double two, String first, String second) {
    double[][] values = {{one, two}};
    ColourScale scale = ColourScale.of("metric", values[0], true);
    Drawing drawing = HeatMap.of("x", "y", List.of("a", "b"), List.of("c"), values, scale);
    String shapes = drawing.svg().shapes();
    for (String text : List.of(first, second)) {
      assertTrue(shapes.contains(">" + text + "<"), () -> text + " is in no cell of " + shapes);
    }
  }
}
