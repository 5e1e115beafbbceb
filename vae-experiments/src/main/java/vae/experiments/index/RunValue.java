package vae.experiments.index;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.experiments.evaluation.Measured;
import vae.experiments.spec.PrettyJson;

/**
 * What a run has under a key.
 *
 * @param number the value where it is a number; else null
 * @param text the value as text; null where the run has none
 */
record RunValue(Double number, String text) {

  static final RunValue NONE = new RunValue(null, null);

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static RunValue of(RunEntry entry, String key, IndexKeys.Kind kind) {
    return switch (kind) {
      case SEED -> new RunValue((double) entry.seed(), Long.toString(entry.seed()));
      case COLUMN -> new RunValue(null, column(entry, key));
      case METRIC -> metric(entry.metrics().get(key));
      case PATH -> path(entry.spec().get(key));
    };
  }

  private static String column(RunEntry entry, String key) {
    return switch (key) {
      case "folder" -> entry.folder();
      case "name" -> entry.name();
      case "id" -> entry.id();
      case "status" -> entry.status();
      case "digest" -> entry.digest();
      default -> entry.started();
    };
  }

  private static RunValue metric(Measured measured) {
    if (measured == null) {
      return NONE;
    }
    double value = measured.value();
    return new RunValue(Double.isNaN(value) ? null : value, Double.toString(value));
  }

  private static RunValue path(JsonNode value) {
    if (value == null) {
      return NONE;
    }
    return new RunValue(value.isNumber() ? value.doubleValue() : null, text(value));
  }

  /** A value of a spec as text: strings without quotes. */
  static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : PrettyJson.line(value);
  }

  JsonNode json() {
    if (number == null) {
      return text == null ? NODES.nullNode() : NODES.stringNode(text);
    }
    return text != null && text.matches("-?\\d{1,18}")
        ? NODES.numberNode(Long.parseLong(text))
        : NODES.numberNode(number);
  }
}
