package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoundedTest {

  @ParameterizedTest
  @CsvSource({
    "-31.41592, 0.1823,    -31.42,    0.18",
    "-31.41592, 0.0996,    -31.42,    0.10",
    "-31.41592, 9.96,      -31,       10",
    "-31.41592, 1.2,       -31.4,     1.2",
    "-31.41592, 123.4,     -31,       123",
    "-31.41592, NaN,       -31.4159,  ''",
    "-31.41592, 0,         -31.4159,  0.0000",
    "8,         0,         8,         0",
    "2.5,       0,         2.5,       0.0",
    "200,       0,         200,       0",
    "-31.41592, Infinity,  -31.4159,  inf",
    "NaN,       NaN,       NaN,       ''",
    "-Infinity, NaN,       -inf,      ''",
    "0.5,       1e-13,     0.500000000, 0.000000000",
    "2.5,       12,        2,         12",
    "-0.04,     10,        0,         10"
  })
  void digitsAreChosenByTheError(double mean, double halfWidth, String value, String error) {
    assertEquals(new Rounded(value, error), Rounded.of(new SeedSummary(mean, 1, halfWidth, 2)));
  }
}
