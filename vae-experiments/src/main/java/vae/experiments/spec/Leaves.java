package vae.experiments.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** The values in a document, each by its dotted path. */
public final class Leaves {

  private Leaves() {}

  /**
   * In the document's order; a list is one value unless it holds objects, and so is an empty
   * object.
   */
  public static SequencedMap<String, JsonNode> of(JsonNode document) {
    SequencedMap<String, JsonNode> leaves = new LinkedHashMap<>();
    flatten("", document, leaves);
    return leaves;
  }

  private static void flatten(String path, JsonNode value, Map<String, JsonNode> leaves) {
    if (value.isObject() && !value.isEmpty()) {
      value
          .properties()
          .forEach(e -> flatten(DottedPath.child(path, e.getKey()), e.getValue(), leaves));
    } else if (value.isArray() && value.path(0).isObject()) {
      for (int i = 0; i < value.size(); i++) {
        flatten(path + "[" + i + "]", value.get(i), leaves);
      }
    } else {
      leaves.put(path, value);
    }
  }
}
