package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.report.text.Numbers;

/**
 * The metrics over training, by name and ascending step; where a resumed run recorded a step twice
 * the later record counts.
 *
 * @param points finite values only, thinned where there are many thousands of a metric
 * @param skipped how many values were NaN or infinite
 * @param incomplete whether the file's last line was cut off, as a killed run leaves it
 */
public record LearningCurves(
    SortedMap<String, List<Point>> points, int skipped, boolean incomplete) {

  /** One recorded value; the epoch is NaN where none was recorded. */
  public record Point(double step, double epoch, double value) {}

  /** The points of a metric, empty if it was never recorded. */
  public List<Point> of(String name) {
    return points.getOrDefault(name, List.of());
  }

  /** Collects the lines of {@code metrics.jsonl}. */
  static final class Collector {

    /** Points of one metric that are kept at a time; a drawn curve has far fewer. */
    private static final int MAX_POINTS = 1 << 13;

    /** Metrics in a file, at most; a run has some dozens. */
    private static final int MAX_METRICS = 2000;

    private final SortedMap<String, TreeMap<Double, Point>> collected = new TreeMap<>();
    private final boolean compared;
    private int skipped;

    /**
     * @param compared whether the curves of several runs are to be compared step by step
     */
    Collector(boolean compared) {
      this.compared = compared;
    }

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
      TreeMap<Double, Point> curve =
          collected.computeIfAbsent(line.path("name").stringValue(), _ -> new TreeMap<>());
      curve.put(step, new Point(step, epoch, value));
      if (curve.size() > MAX_POINTS) {
        thin(curve);
      }
      if (collected.size() > MAX_METRICS) {
        throw new IllegalArgumentException("expected at most " + MAX_METRICS + " metrics");
      }
    }

    /**
     * Keeps every other point of curves that are compared; else the lowest and the highest of every
     * four. The first and the last stay.
     */
    private void thin(TreeMap<Double, Point> curve) {
      List<Point> all = new ArrayList<>(curve.values());
      curve.clear();
      Comparator<Point> byValue = Comparator.comparingDouble(Point::value);
      for (int from = 0; from < all.size(); from += 4) {
        List<Point> stretch = all.subList(from, Math.min(from + 4, all.size()));
        keep(curve, compared ? stretch.getFirst() : Collections.min(stretch, byValue));
        keep(curve, compared ? stretch.get(stretch.size() / 2) : Collections.max(stretch, byValue));
      }
      keep(curve, all.getFirst());
      keep(curve, all.getLast());
    }

    private static void keep(TreeMap<Double, Point> curve, Point point) {
      curve.put(point.step(), point);
    }

    LearningCurves curves(boolean incomplete) {
      SortedMap<String, List<Point>> points = new TreeMap<>();
      collected.forEach((name, byStep) -> points.put(name, new ArrayList<>(byStep.values())));
      return new LearningCurves(points, skipped, incomplete);
    }
  }
}
