package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class CanonicalJsonTest {

  private static String canonical(String json) {
    return CanonicalJson.of(JsonText.parse(SpecSource.text(json)).tree());
  }

  @ParameterizedTest
  @CsvFileSource(resources = "ecmascript-numbers.csv", numLinesToSkip = 4)
  void numbersAreWrittenAsInEcmaScript(String bits, String expected) {
    numbersAreWrittenAsInTheRfc(bits, expected);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "rfc8785-numbers.csv", numLinesToSkip = 3)
  void numbersAreWrittenAsInTheRfc(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertEquals(expected, CanonicalJson.number(value));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteHaveNoText(double value) {
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.number(value));
  }

  /** RFC 8785, section 3.2.3. */
  @Test
  void keysAreInOrderOfTheirUtf16Units() {
    String json =
        """
        {"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
         "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
         "\\u00f6": "Latin Small Letter O With Diaeresis"}
        """;
    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
            + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
            + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
            + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        canonical(json));
  }

  /** RFC 8785, section 3.2.2. */
  @Test
  void literalsAndEscapesAreWrittenAsInTheRfc() {
    String json =
        """
        {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
         "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}
        """;
    assertEquals(
        "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
            + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        canonical(json));
  }

  @Test
  void emptyContainersAreWritten() {
    assertEquals("[{},[],\"\"]", canonical(" [ { } , [ ] , \"\" ] "));
  }

  @Test
  void integersThatReadersMayRoundAreRefused() {
    assertEquals("9007199254740991", canonical("9007199254740991"));
    assertThrows(IllegalArgumentException.class, () -> canonical("9007199254740992"));
  }

  @Test
  void halfSurrogatePairsAreRefused() {
    JsonNode half = JsonNodeFactory.instance.stringNode("a\ud83d");
    assertThrows(IllegalArgumentException.class, () -> CanonicalJson.of(half));
  }
}
