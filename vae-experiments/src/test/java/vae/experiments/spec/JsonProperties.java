package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Numbers in JSON mean the same on every processor, whatever its byte order. */
final class JsonProperties {

  /** Other-processors fault 1: on a big-endian machine the fast parsers misread numbers. */
  @Property(tries = 500)
  void numbersAreReadAsTheJdkReadsThem(@ForAll("spellings") String number) {
    long bits = Double.doubleToRawLongBits(Double.parseDouble(number));
    for (JsonMapper mapper : new JsonMapper[] {Json.mapper(), Json.strict()}) {
      assertSame(bits, mapper.readTree(number).doubleValue(), number);
      assertSame(bits, mapper.readTree("[" + number + "]").get(0).doubleValue(), number);
      assertSame(
          bits, mapper.readTree(number.getBytes(StandardCharsets.UTF_8)).doubleValue(), number);
      assertSame(bits, mapper.readTree(new StringReader(number)).doubleValue(), number);
      assertSame(bits, mapper.readValue(number, double.class), number);
    }
    JsonMapper exact =
        Json.mapper().rebuild().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    assertEquals(0, new BigDecimal(number).compareTo(exact.readTree(number).decimalValue()));
  }

  @Property(tries = 500)
  void doublesSurviveWritingAndReading(@ForAll double value) {
    String written = Json.mapper().writeValueAsString(value);
    assertSame(
        Double.doubleToRawLongBits(value), Json.mapper().readTree(written).doubleValue(), written);
  }

  /** On a little-endian machine the fast parsers are right; only this test then finds them. */
  @Example
  void numbersAreLeftToTheJdk() {
    for (StreamReadFeature fast :
        new StreamReadFeature[] {
          StreamReadFeature.USE_FAST_DOUBLE_PARSER, StreamReadFeature.USE_FAST_BIG_NUMBER_PARSER
        }) {
      assertFalse(Json.mapper().isEnabled(fast));
      assertFalse(Json.strict().isEnabled(fast));
      assertFalse(Json.strict(StreamReadConstraints.defaults()).isEnabled(fast));
    }
  }

  @Provide
  Arbitrary<String> spellings() {
    Arbitrary<String> whole =
        Arbitraries.oneOf(
            Arbitraries.of("0", "1", "9007199254740993", "18446744073709551616"),
            Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25).map(d -> "1" + d));
    Arbitrary<String> fraction =
        Arbitraries.oneOf(
            Arbitraries.of("", ".0", ".0001", ".00000000", ".12345678", ".1234567812345678"),
            Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25).map(d -> "." + d));
    Arbitrary<String> exponent =
        Arbitraries.oneOf(
            Arbitraries.of("", "", "e0", "E-7", "e+7"),
            Arbitraries.integers().between(-340, 300).map(e -> "e" + e));
    return Combinators.combine(Arbitraries.of("", "-"), whole, fraction, exponent)
        .as((sign, digits, behind, power) -> sign + digits + behind + power)
        .filter(number -> !number.equals("-0")); // a whole number, and those have one zero
  }

  private static void assertSame(long bits, double read, String number) {
    assertEquals(bits, Double.doubleToRawLongBits(read), number);
  }
}
