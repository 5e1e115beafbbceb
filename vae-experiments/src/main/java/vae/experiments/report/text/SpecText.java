package vae.experiments.report.text;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.spec.Json;

/** JSON laid out for reading: what fits a line stays on it, the rest is broken and indented. */
public final class SpecText {

  private static final int LINE = 76;
  private static final JsonMapper JSON = Json.mapper();

  private final StringBuilder out = new StringBuilder();

  private SpecText() {}

  public static String of(JsonNode document) {
    SpecText text = new SpecText();
    text.write(document, "", 0, true);
    return text.out.append('\n').toString();
  }

  /**
   * @param before characters of this line in front of the value
   * @param broken whether to break the value even if it fits
   */
  private void write(JsonNode node, String indent, int before, boolean broken) {
    String flat = flat(node);
    boolean fits = before + flat.length() <= LINE && !broken;
    if (fits || !node.isContainer() || node.isEmpty()) {
      out.append(flat);
      return;
    }
    String inner = indent + "  ";
    String separator = "\n";
    out.append(node.isObject() ? '{' : '[');
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String key = JSON.writeValueAsString(field.getKey()) + ": ";
        out.append(separator).append(inner).append(key);
        write(field.getValue(), inner, inner.length() + key.length() + 1, false);
        separator = ",\n";
      }
    } else {
      for (JsonNode element : node) {
        out.append(separator).append(inner);
        write(element, inner, inner.length() + 1, false);
        separator = ",\n";
      }
    }
    out.append('\n').append(indent).append(node.isObject() ? '}' : ']');
  }

  private static String flat(JsonNode node) {
    if (node.isObject()) {
      StringBuilder line = new StringBuilder();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        line.append(line.isEmpty() ? "{" : ", ").append(JSON.writeValueAsString(field.getKey()));
        line.append(": ").append(flat(field.getValue()));
      }
      return line.isEmpty() ? "{}" : line.append('}').toString();
    }
    if (node.isArray()) {
      return "[" + String.join(", ", node.valueStream().map(SpecText::flat).toList()) + "]";
    }
    return JSON.writeValueAsString(node);
  }
}
