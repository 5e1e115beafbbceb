package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/** {@code metrics.jsonl}: one line a value, {@code {"step":…,"epoch":…,"name":…,"value":…}}. */
final class MetricsLog {

  /** The file's name in a run folder. */
  static final String FILE = "metrics.jsonl";

  private static final JsonMapper MAPPER = Json.mapper();

  private final Path path;
  private final GrowingFile file;

  MetricsLog(Path path) {
    this.path = path;
    file = new GrowingFile(path);
  }

  /** The file, to be forced and cut with checkpoints. */
  GrowingFile file() {
    return file;
  }

  /** Appends the metrics of an epoch. */
  void append(int epoch, long step, SortedMap<String, Double> metrics) throws IOException {
    StringBuilder lines = new StringBuilder();
    metrics.forEach(
        (name, value) -> {
          ObjectNode line = MAPPER.createObjectNode();
          line.put("step", step).put("epoch", epoch).put("name", name);
          put(line, "value", value);
          lines.append(line).append('\n');
        });
    file.append(lines.toString());
  }

  /** A number, or its name as text where JSON has no number for it. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.put(key, Double.toString(value));
    }
  }

  /** The values of the last epoch in the file. */
  SortedMap<String, Double> lastEpoch() throws IOException {
    SortedMap<String, Double> last = new TreeMap<>();
    int epoch = -1;
    for (String line : Files.exists(path) ? Files.readAllLines(path) : List.<String>of()) {
      JsonNode node = MAPPER.readTree(line);
      if (node.path("epoch").asInt() != epoch) {
        epoch = node.path("epoch").asInt();
        last.clear();
      }
      last.put(node.path("name").asString(), number(node.path("value")));
    }
    return last;
  }

  /**
   * The values at the end of an epoch, as a run's {@code metrics.jsonl} has them; empty where it
   * has none.
   */
  static SortedMap<String, Double> at(Path file, int epoch) throws IOException {
    SortedMap<String, Double> values = new TreeMap<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      JsonNode node = MAPPER.readTree(line);
      if (node.path("epoch").asInt() == epoch) {
        values.put(node.path("name").asString(), number(node.path("value")));
      }
    }
    return values;
  }

  /** What {@link #put} wrote. */
  static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asString());
  }
}
