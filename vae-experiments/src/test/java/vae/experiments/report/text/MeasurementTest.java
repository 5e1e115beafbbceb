package vae.experiments.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeasurementTest {

  @ParameterizedTest
  @CsvSource({
    "-31.4213, 0.1834, \u221231.42 \u00b1 0.18",
    "12.9017, 0.0411, 12.902 \u00b1 0.041",
    "-1234.56, 12.3, \u22121235 \u00b1 12",
    "100, 250, 100 \u00b1 250",
    "0.5, NaN, 0.5",
    "0.5, 0, 0.5",
    "NaN, 0.1, NaN",
  })
  void decimalsShowTwoDigitsOfTheError(double value, double error, String text) {
    assertEquals(text, new Measurement(value, OptionalDouble.of(error)).text());
  }

  @ParameterizedTest
  @CsvSource({
    "6, 6",
    "0, 0",
    "-30.77, \u221230.77",
    "0.123456789, 0.12346",
    "123456.789, 123460",
    "1e-9, 1.0000e\u221209",
    "-Infinity, \u2212Infinity",
  })
  void fiveDigitsWithoutAnError(double value, String text) {
    assertEquals(text, new Measurement(value, OptionalDouble.empty()).text());
  }
}
