package vae.experiments.spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The one text of a JSON value: no blanks, keys in order of their UTF-16 units, numbers as
 * ECMAScript writes them, as few escapes as possible.
 *
 * <p>Its UTF-8 bytes identify a spec: two documents have the same canonical text exactly where they
 * say the same. Source: RFC 8785, JSON Canonicalization Scheme.
 */
public final class CanonicalJson {

  private static final BigInteger SAFE = BigInteger.valueOf(ValueType.Whole.SAFE);

  private CanonicalJson() {}

  /**
   * @throws IllegalArgumentException where a number is not finite, an integer is beyond ±(2^53 − 1)
   *     and so not exact for every reader, or a string holds half of a surrogate pair
   */
  public static String of(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, out);
      case ARRAY -> array(value, out);
      case STRING -> string(value.stringValue(), out);
      case NUMBER -> out.append(number(value));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      default -> throw new IllegalArgumentException(value.getNodeType() + " is not JSON");
    }
  }

  private static void object(JsonNode object, StringBuilder out) {
    List<String> keys = new ArrayList<>(object.propertyNames());
    keys.sort(Comparator.naturalOrder()); // String compares UTF-16 units
    char before = '{';
    for (String key : keys) {
      out.append(before);
      string(key, out);
      out.append(':');
      write(object.get(key), out);
      before = ',';
    }
    out.append(keys.isEmpty() ? "{}" : "}");
  }

  private static void array(JsonNode array, StringBuilder out) {
    char before = '[';
    for (JsonNode element : array.values()) {
      out.append(before);
      write(element, out);
      before = ',';
    }
    out.append(array.isEmpty() ? "[]" : "]");
  }

  private static String number(JsonNode number) {
    if (number.isIntegralNumber()) {
      if (number.isInt()) {
        return Integer.toString(number.intValue());
      }
      BigInteger whole = number.bigIntegerValue();
      if (whole.abs().compareTo(SAFE) > 0) {
        throw new IllegalArgumentException(
            "the integer " + whole + " is beyond ±(2^53 − 1); not every reader keeps it exact");
      }
      return whole.toString();
    }
    return number(
        number.isBigDecimal() ? number.decimalValue().doubleValue() : number.doubleValue());
  }

  /**
   * A double as ECMAScript writes it: the fewest digits that read back as the same double.
   *
   * @throws IllegalArgumentException where the value is not finite
   */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " has no form in JSON");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    // value = 0.digits × 10^point
    int point = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layout(digits, point);
  }

  /** {@code Double.toString} never gives fewer than two digits, and one may be enough. */
  private static BigDecimal shortest(double value) {
    BigDecimal one = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
    BigDecimal shortest = one.doubleValue() == value ? one : new BigDecimal(Double.toString(value));
    return shortest.stripTrailingZeros();
  }

  /** ECMA-262, Number::toString, steps 6 to 10. */
  private static String layout(String digits, int point) {
    int length = digits.length();
    if (length <= point && point <= 21) {
      return digits + "0".repeat(point - length);
    }
    if (0 < point && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (-6 < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    int exponent = point - 1;
    String mantissa = length == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  /** Appends the string in quotes, with the escapes that JSON demands and no others. */
  static void string(String text, StringBuilder out) {
    out.append('"');
    if (isPlain(text)) {
      out.append(text);
    } else {
      text.codePoints().forEach(point -> character(point, out));
    }
    out.append('"');
  }

  /** Whether the text is ASCII without anything to escape, as keys and names are. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void character(int point, StringBuilder out) {
    if (point >= 0xD800 && point <= 0xDFFF) {
      throw new IllegalArgumentException("half of a surrogate pair has no form in UTF-8");
    }
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> {
        if (point < 0x20) {
          out.append("\\u%04x".formatted(point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }
}
