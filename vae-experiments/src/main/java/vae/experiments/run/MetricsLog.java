package vae.experiments.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code metrics.jsonl}: one line a value, {@code {"step":…,"epoch":…,"name":…,"value":…}}. */
final class MetricsLog {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final Path file;

  MetricsLog(Path file) {
    this.file = file;
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
    Files.writeString(
        file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      JsonNode node = MAPPER.readTree(line);
      if (node.path("epoch").asInt() != epoch) {
        epoch = node.path("epoch").asInt();
        last.clear();
      }
      last.put(node.path("name").asString(), number(node.path("value")));
    }
    return last;
  }

  /** What {@link #put} wrote. */
  static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asString());
  }

  /**
   * Drops whole and partial lines after the given epoch, before a run is resumed there; in one
   * step, so that being stopped again meanwhile loses nothing.
   */
  void cutAfter(int epoch) throws IOException {
    List<String> kept = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.endsWith("}")) {
        JsonNode node = MAPPER.readTree(line);
        if (node.path("epoch").asInt() <= epoch) {
          kept.add(line);
        }
      }
    }
    StringBuilder lines = new StringBuilder();
    kept.forEach(line -> lines.append(line).append('\n'));
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(temporary, lines, StandardCharsets.UTF_8);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
