package vae.experiments.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * JSON laid out for people: what fits into 100 columns stays on one line, keys keep their order.
 */
public final class PrettyJson {

  private static final int WIDTH = 100;

  private PrettyJson() {}

  /** The document over several lines, with a line end after the last. */
  public static String of(JsonNode document) {
    StringBuilder out = new StringBuilder();
    lines(document, 0, 0, out);
    return out.append('\n').toString();
  }

  public static String line(JsonNode value) {
    if (!value.isContainer()) {
      return leaf(value);
    }
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : members(value)) {
      parts.add(key(value, member) + line(member.getValue()));
    }
    String brackets = value.isObject() ? "{}" : "[]";
    return brackets.charAt(0) + String.join(", ", parts) + brackets.charAt(1);
  }

  /** The value on one line, cut where it is long: what errors show. */
  public static String shortened(JsonNode value) {
    String line = line(value);
    if (line.length() <= 60) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(56)) ? 56 : 57;
    return line.substring(0, end) + "…";
  }

  /** The inside of a string, cut where it is long. */
  static String unquoted(JsonNode string) {
    String shown = shortened(string);
    return shown.substring(1, shown.length() - (shown.endsWith("\"") ? 1 : 0));
  }

  private static void lines(JsonNode value, int indent, int column, StringBuilder out) {
    boolean root = indent == 0 && value.isObject();
    if (!value.isContainer() || value.isEmpty()) {
      out.append(line(value));
      return;
    }
    String line = root ? "" : line(value);
    if (!root && column + line.length() < WIDTH) {
      out.append(line);
      return;
    }
    String margin = " ".repeat(indent + 2);
    String before = value.isObject() ? "{\n" : "[\n";
    for (Map.Entry<String, JsonNode> member : members(value)) {
      String key = key(value, member);
      out.append(before).append(margin).append(key);
      lines(member.getValue(), indent + 2, margin.length() + key.length(), out);
      before = ",\n";
    }
    out.append('\n').append(" ".repeat(indent)).append(value.isObject() ? '}' : ']');
  }

  /** The members of an object, or the elements of an array under empty keys. */
  private static List<Map.Entry<String, JsonNode>> members(JsonNode container) {
    if (container.isObject()) {
      return List.copyOf(container.properties());
    }
    return container.values().stream().map(element -> Map.entry("", element)).toList();
  }

  private static String key(JsonNode container, Map.Entry<String, JsonNode> member) {
    if (container.isArray()) {
      return "";
    }
    StringBuilder key = new StringBuilder();
    CanonicalJson.string(member.getKey(), key);
    return key.append(": ").toString();
  }

  /** As people write it: {@code 1e-8} for Java's {@code 1E-8}. */
  private static String decimal(JsonNode value) {
    return value.decimalValue().toString().replace("E+", "e").replace('E', 'e');
  }

  private static String leaf(JsonNode value) {
    if (value.isString()) {
      StringBuilder text = new StringBuilder();
      CanonicalJson.string(value.stringValue(), text);
      return text.toString();
    }
    if (value.isDouble() && Double.isFinite(value.doubleValue())) {
      return CanonicalJson.number(value.doubleValue());
    }
    return value.isBigDecimal() ? decimal(value) : value.toString();
  }
}
