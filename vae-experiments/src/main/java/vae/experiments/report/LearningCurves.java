package vae.experiments.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The metrics over training, by name and ascending step; where a resumed run recorded a step twice
 * the later record counts.
 *
 * @param points finite values only
 * @param skipped how many values were NaN or infinite
 * @param incomplete whether the file's last line was cut off, as a killed run leaves it
 */
record LearningCurves(SortedMap<String, List<Point>> points, int skipped, boolean incomplete) {

  /** One recorded value; the epoch is NaN where none was recorded. */
  record Point(double step, double epoch, double value) {}

  static LearningCurves none() {
    return new LearningCurves(new TreeMap<>(), 0, false);
  }

  /** The points of a metric, empty if it was never recorded. */
  List<Point> of(String name) {
    return points.getOrDefault(name, List.of());
  }

  /** Collects the lines of {@code metrics.jsonl}. */
  static final class Collector {

    private final SortedMap<String, SortedMap<Double, Point>> collected = new TreeMap<>();
    private int skipped;

    /**
     * @throws IllegalArgumentException if the line is not {@code {"step", "name", "value"}} with,
     *     optionally, an epoch
     */
    void add(JsonNode line) {
      if (!line.isObject() || !line.path("name").isString()) {
        throw new IllegalArgumentException(
            "expected {\"step\": …, \"epoch\": …, \"name\": \"…\", \"value\": …}");
      }
      double step = Numbers.read("step", line.path("step"));
      JsonNode epochs = line.path("epoch");
      double epoch = epochs.isMissingNode() ? Double.NaN : Numbers.read("epoch", epochs);
      double value = Numbers.read("value", line.path("value"));
      if (!Double.isFinite(value) || !Double.isFinite(step)) {
        skipped++;
        return;
      }
      collected
          .computeIfAbsent(line.path("name").stringValue(), _ -> new TreeMap<>())
          .put(step, new Point(step, epoch, value));
    }

    LearningCurves curves(boolean incomplete) {
      SortedMap<String, List<Point>> points = new TreeMap<>();
      collected.forEach((name, byStep) -> points.put(name, new ArrayList<>(byStep.values())));
      return new LearningCurves(points, skipped, incomplete);
    }
  }
}
