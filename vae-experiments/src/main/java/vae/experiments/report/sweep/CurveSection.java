package vae.experiments.report.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.core.model.Quantity;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.report.page.ReportException;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.BandPlot;
import vae.experiments.report.plot.BandPlot.Curve;
import vae.experiments.report.plot.Drawing;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.run.LearningCurves;
import vae.experiments.report.run.LearningCurves.Point;
import vae.experiments.report.run.RunFolderReader;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.sweep.table.TrialResult;

/** Learning curves of the best groups: the mean over seeds with its interval. */
final class CurveSection {

  /** Points of a curve below which all are shown. */
  private static final int FEW = 20;

  private static final String ID = "learning-curves";
  private static final String TITLE = "Learning curves by group";
  private static final int MAX_GROUPS = 8;

  /** Seeds of a group that are read at most. */
  private static final int MAX_SEEDS = 30;

  /** Curves of more points are thinned to about this many. */
  private static final int MAX_POINTS = 200;

  private final SweepView view;
  private final List<String> candidates;
  private final List<String> unreadable = new ArrayList<>();
  private int missing;

  private CurveSection(SweepView view) {
    this.view = view;
    String metric = view.metric();
    String last = Quantity.nameIn(metric);
    this.candidates =
        List.of(
            metric,
            "validation/" + last,
            "test/" + last,
            "train/" + last,
            Quantity.ELBO.on("train"));
  }

  static Section of(SweepView view) throws IOException {
    return view.nothing().isPresent()
        ? Section.missing(ID, TITLE, view.nothing().get())
        : new CurveSection(view).section();
  }

  private Section section() throws IOException {
    SequencedMap<Ranked, List<Map<String, List<Point>>>> runs = new LinkedHashMap<>();
    for (Ranked ranked : view.drawn().subList(0, Math.min(MAX_GROUPS, view.drawn().size()))) {
      runs.put(ranked, runs(ranked));
    }
    Optional<String> metric =
        candidates.stream()
            .filter(
                name ->
                    runs.values().stream()
                        .anyMatch(seeds -> seeds.stream().anyMatch(run -> run.containsKey(name))))
            .findFirst();
    if (metric.isEmpty()) {
      return Section.missing(
          ID,
          TITLE,
          "No kept run of the best groups has a curve of " + view.metric() + "." + notes());
    }
    List<Curve> curves = new ArrayList<>();
    runs.forEach((ranked, seeds) -> curve(ranked, seeds, metric.get()).ifPresent(curves::add));
    double[] range = range(curves);
    String title = SweepNumbers.withUnit(view.results(), metric.get());
    Drawing drawing = BandPlot.of(BandPlot.WIDE, "epoch", title, curves, range[0], range[1]);
    String caption =
        "%s over training, mean over seeds; bands are 95 %% intervals of the mean over seeds."
            .formatted(title);
    String alt =
        "Line chart of %s by epoch for %d groups; the best is %s."
            .formatted(metric.get(), curves.size(), curves.getFirst().label());
    int others = view.ranked().size() - runs.size();
    String text =
        "The best %d groups, in their order.%s%s%s"
            .formatted(
                curves.size(),
                others > 0 ? " %d more are not drawn.".formatted(others) : "",
                range[2] > 0 ? " Where the first tenth is far off, the axis leaves it out." : "",
                notes());
    return new Section(ID, TITLE, text, List.of(new Figure.Drawn(ID, alt, caption, drawing, true)));
  }

  private String notes() {
    StringBuilder text = new StringBuilder();
    if (missing > 0) {
      text.append(
          " %d runs of theirs are not in the folder: they were not kept, or run elsewhere."
              .formatted(missing));
    }
    if (!unreadable.isEmpty()) {
      text.append(" Not readable: ").append(String.join("; ", unreadable)).append('.');
    }
    return text.toString();
  }

  /** The curves of a group's kept runs, of the metrics in question alone. */
  private List<Map<String, List<Point>>> runs(Ranked ranked) throws IOException {
    List<Map<String, List<Point>>> runs = new ArrayList<>();
    for (TrialResult trial : ranked.group().trials()) {
      Folder folder = KeptRun.of(trial).orElse(null);
      if (folder == null) {
        missing += trial.value(view.metric()).isPresent() ? 1 : 0;
      } else if (runs.size() < MAX_SEEDS && trial.value(view.metric()).isPresent()) {
        try {
          RunFolderReader.curves(folder).ifPresent(curves -> runs.add(wanted(curves)));
        } catch (ReportException | FolderException e) {
          unreadable.add("runs/" + KeptRun.name(trial) + "/metrics.jsonl");
        }
      }
    }
    return runs;
  }

  private Map<String, List<Point>> wanted(LearningCurves curves) {
    Map<String, List<Point>> wanted = new LinkedHashMap<>();
    for (String name : candidates) {
      if (!curves.of(name).isEmpty()) {
        wanted.put(name, curves.of(name));
      }
    }
    return wanted;
  }

  /** The mean at the epochs that all seeds have. */
  private Optional<Curve> curve(Ranked ranked, List<Map<String, List<Point>>> runs, String metric) {
    SortedMap<Double, List<Double>> values = new TreeMap<>();
    int seeds = 0;
    for (Map<String, List<Point>> run : runs) {
      if (run.containsKey(metric)) {
        seeds++;
        SortedMap<Double, Double> own = new TreeMap<>();
        run.get(metric).forEach(point -> own.put(point.epoch(), point.value()));
        own.forEach(
            (epoch, value) -> values.computeIfAbsent(epoch, _ -> new ArrayList<>()).add(value));
      }
    }
    int all = seeds;
    values.values().removeIf(at -> at.size() < all);
    values.keySet().removeIf(epoch -> !Double.isFinite(epoch));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<Double> epochs = new ArrayList<>();
    int every = Math.ceilDiv(values.size(), MAX_POINTS);
    int place = 0;
    for (double epoch : values.keySet()) {
      if (place++ % every == 0 || epoch == values.lastKey()) {
        epochs.add(epoch);
      }
    }
    List<SeedSummary> means = epochs.stream().map(at -> SeedSummary.of(values.get(at))).toList();
    return Optional.of(
        new Curve(
            "%s (n = %d)".formatted(ranked.group().label(), seeds),
            epochs.stream().mapToDouble(Double::doubleValue).toArray(),
            means.stream().mapToDouble(SeedSummary::mean).toArray(),
            means.stream().mapToDouble(SeedSummary::halfWidth).toArray()));
  }

  /**
   * Lowest and highest value to show, and 1 where the first tenth of training takes so much of the
   * whole that it is left out.
   */
  private static double[] range(List<Curve> curves) {
    double end = curves.stream().mapToDouble(c -> c.x()[c.x().length - 1]).max().orElse(0);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double lateLow = Double.POSITIVE_INFINITY;
    double lateHigh = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (int i = 0; i < curve.x().length; i++) {
        low = Math.min(low, curve.mean()[i]);
        high = Math.max(high, curve.mean()[i]);
        if (curve.x()[i] >= 0.1 * end) {
          lateLow = Math.min(lateLow, curve.mean()[i]);
          lateHigh = Math.max(lateHigh, curve.mean()[i]);
        }
      }
    }
    double late = lateHigh - lateLow;
    boolean few = curves.stream().allMatch(curve -> curve.x().length < FEW);
    boolean clipped = !few && late > 0 && high - low > 4 * late;
    double room = clipped ? late / 4 : Math.max(high - low, 1e-9);
    double from = clipped ? Math.max(low, lateLow - room) : low - room;
    double to = clipped ? Math.min(high, lateHigh + room) : high + room;
    return new double[] {from, to, clipped ? 1 : 0};
  }
}
