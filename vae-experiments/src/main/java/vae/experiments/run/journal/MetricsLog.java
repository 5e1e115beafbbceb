package vae.experiments.run.journal;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.spec.Json;

/** {@code metrics.jsonl}: one line a value, {@code {"step":…,"epoch":…,"name":…,"value":…}}. */
public final class MetricsLog {

  public static final String FILE = "metrics.jsonl";

  private static final JsonMapper MAPPER = Json.mapper();

  /** What {@link #put} writes in place of a number. */
  private static final Set<String> NAMES = Set.of("NaN", "Infinity", "-Infinity");

  private final FolderFile path;
  private final GrowingFile file;

  public MetricsLog(FolderFile path) {
    this.path = path;
    file = new GrowingFile(path);
  }

  /** The file, to be forced and cut with checkpoints. */
  public GrowingFile file() {
    return file;
  }

  public void append(int epoch, long step, SortedMap<String, Double> metrics) throws IOException {
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
  public static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.put(key, Double.toString(value));
    }
  }

  public SortedMap<String, Double> lastEpoch() throws IOException {
    return at(Integer.MAX_VALUE);
  }

  /** The values at the end of an epoch, or of the last one before it. */
  public SortedMap<String, Double> at(int epoch) throws IOException {
    return at(path, epoch);
  }

  /**
   * The values at the end of an epoch, or of the last one before it where training ended earlier,
   * as a run's {@code metrics.jsonl} has them; empty where it has none.
   */
  public static SortedMap<String, Double> at(FolderFile file, int epoch) throws IOException {
    SortedMap<String, Double> last = new TreeMap<>();
    AtomicInteger before = new AtomicInteger(-1);
    read(
        file,
        line -> {
          if (line.epoch() <= epoch) {
            if (line.epoch() != before.getAndSet(line.epoch())) {
              last.clear();
            }
            last.put(line.name(), line.value());
          }
        });
    return last;
  }

  /** One value; the step counts from the start of training. */
  public record Line(long step, int epoch, String name, double value) {}

  /** Streams the file: it is as long as training was. Nothing where there is none. */
  public static void read(FolderFile file, Consumer<Line> each) throws IOException {
    if (!file.exists()) {
      return;
    }
    try (LineReader lines = file.lines(Folder.MAX_LINE)) {
      for (String text = lines.next(); text != null; text = lines.next()) {
        JsonNode line = lines.json(text);
        JsonNode value = line.path("value");
        boolean fits = value.isNumber() || value.isString() && NAMES.contains(value.stringValue());
        if (!line.path("epoch").isInt() || !line.path("name").isString() || !fits) {
          throw lines.malformed("expected an epoch, a name and a value");
        }
        each.accept(
            new Line(
                line.path("step").asLong(0),
                line.get("epoch").intValue(),
                line.get("name").stringValue(),
                number(value)));
      }
    }
  }

  /** What {@link #put} wrote. */
  public static double number(JsonNode value) {
    return value.isNumber() ? value.asDouble() : Double.parseDouble(value.asString());
  }
}
