package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import vae.core.model.Quantity;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.BandPlot;
import vae.experiments.report.plot.BandPlot.Curve;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.run.LearningCurves.Point;
import vae.experiments.report.text.Measurement;

/** The learning curves: the bound and its two terms, on the sets that were measured. */
final class LearningSection {

  static final String ID = "learning-curves";
  static final String TITLE = "Learning curves";

  private static final List<String> SETS = List.of("train", "test", "validation");

  /** Lines of more points are thinned to about twice this many. */
  private static final int BUCKETS = 400;

  /** Points of a curve below which all are shown. */
  private static final int FEW = 20;

  private final LearningCurves curves;
  private final Quantities quantities;
  private boolean thinned;
  private boolean clipped;

  private LearningSection(LearningCurves curves, Quantities quantities) {
    this.curves = curves;
    this.quantities = quantities;
  }

  static Section of(RunData run) {
    if (run.curves().isEmpty()) {
      return Section.missing(ID, TITLE, "The run folder has no metrics.jsonl.");
    }
    return new LearningSection(run.curves().get(), run.quantities()).section();
  }

  private Section section() {
    List<Figure> figures = new ArrayList<>();
    quantities.shown(curves.points().keySet(), Quantity.Shown.SUMMARY).stream()
        .map(Quantity::nameIn)
        .distinct()
        .forEach(name -> add(figures, quantities.of(name)));
    if (figures.isEmpty()) {
      return Section.missing(ID, TITLE, "metrics.jsonl records nothing that a summary shows.");
    }
    StringBuilder text =
        new StringBuilder(
            "Nats are per example; ELBO = \u2212distortion \u2212 rate for the plain bound.");
    if (clipped) {
      text.append(" Where the first tenth is far off, the vertical axis leaves it out.");
    }
    if (thinned) {
      text.append(" Long curves are thinned to the lowest and highest value of each stretch.");
    }
    if (curves.skipped() > 0) {
      text.append(" Values left out as they are not finite: ").append(curves.skipped()).append('.');
    }
    if (curves.incomplete()) {
      text.append(" The last line of metrics.jsonl is cut off and left out.");
    }
    return new Section(ID, TITLE, text.toString(), figures);
  }

  private void add(List<Figure> figures, Quantity quantity) {
    String metric = quantity.name();
    List<String> sets =
        SETS.stream().filter(set -> !curves.of(set + "/" + metric).isEmpty()).toList();
    if (sets.isEmpty()) {
      return;
    }
    boolean byEpoch =
        sets.stream().allMatch(set -> hasDistinctEpochs(curves.of(set + "/" + metric)));
    List<Curve> lines = new ArrayList<>();
    StringBuilder last = new StringBuilder();
    for (String set : sets) {
      List<Point> points = thin(curves.of(set + "/" + metric));
      double[] values = values(points, Point::value);
      double[] none = new double[values.length];
      lines.add(new Curve(set, values(points, byEpoch ? Point::epoch : Point::step), values, none));
      last.append(last.isEmpty() ? "" : ", ")
          .append(set)
          .append(' ')
          .append(Measurement.significant(points.getLast().value()));
    }
    Range range = range(lines);
    clipped |= range != Range.WHOLE;
    String along = byEpoch ? "epoch" : "step";
    figures.add(
        new Figure.Drawn(
            metric,
            "Line chart of the %s by %s. Last values: %s %s."
                .formatted(quantity.title(), along, last, quantity.unit().symbol()),
            caption(quantity),
            BandPlot.of(
                BandPlot.NARROW,
                along,
                quantities.withUnit(quantity.title(), metric),
                lines,
                range.low(),
                range.high()),
            false));
  }

  private static String caption(Quantity quantity) {
    String title = quantity.title();
    return title.substring(0, 1).toUpperCase(Locale.ROOT)
        + title.substring(1)
        + switch (quantity.better()) {
          case LARGER -> " (higher is better).";
          case SMALLER -> " (lower is better).";
          case NEITHER -> ".";
        };
  }

  private static boolean hasDistinctEpochs(List<Point> points) {
    long distinct =
        points.stream().mapToDouble(Point::epoch).filter(Double::isFinite).distinct().count();
    return distinct == points.size();
  }

  private static double[] values(List<Point> points, ToDoubleFunction<Point> part) {
    return points.stream().mapToDouble(part).toArray();
  }

  /** Keeps the lowest and the highest point of each of a fixed number of stretches. */
  private List<Point> thin(List<Point> points) {
    if (points.size() <= 2 * BUCKETS) {
      return points;
    }
    thinned = true;
    List<Point> kept = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int from = (int) ((long) bucket * points.size() / BUCKETS);
      int to = (int) ((bucket + 1L) * points.size() / BUCKETS);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = points.get(i).value() < points.get(low).value() ? i : low;
        high = points.get(i).value() > points.get(high).value() ? i : high;
      }
      kept.add(points.get(Math.min(low, high)));
      if (low != high) {
        kept.add(points.get(Math.max(low, high)));
      }
    }
    if (kept.getLast() != points.getLast()) {
      kept.add(points.getLast());
    }
    return kept;
  }

  /** The part of the vertical axis to show. */
  private record Range(double low, double high) {
    static final Range WHOLE = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * The whole range of few points; else too, unless the first tenth of training takes more than
   * three quarters of it and would press the rest flat.
   */
  private static Range range(List<Curve> lines) {
    double start = Double.POSITIVE_INFINITY;
    double end = Double.NEGATIVE_INFINITY;
    for (Curve line : lines) {
      start = Math.min(start, line.x()[0]);
      end = Math.max(end, line.x()[line.x().length - 1]);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double lateLow = Double.POSITIVE_INFINITY;
    double lateHigh = Double.NEGATIVE_INFINITY;
    for (Curve line : lines) {
      for (int i = 0; i < line.x().length; i++) {
        double value = line.mean()[i];
        low = Math.min(low, value);
        high = Math.max(high, value);
        if (line.x()[i] >= start + 0.1 * (end - start)) {
          lateLow = Math.min(lateLow, value);
          lateHigh = Math.max(lateHigh, value);
        }
      }
    }
    double late = lateHigh - lateLow;
    boolean few = lines.stream().allMatch(line -> line.x().length < FEW);
    if (few || !(late > 0) || high - low <= 4 * late) {
      return Range.WHOLE;
    }
    return new Range(Math.max(low, lateLow - 0.25 * late), Math.min(high, lateHigh + 0.25 * late));
  }
}
