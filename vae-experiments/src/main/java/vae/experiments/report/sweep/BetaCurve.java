package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vae.core.model.Quantity;
import vae.experiments.report.plot.CurvePlot;
import vae.experiments.report.plot.CurvePlot.Point;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.Plot.Entry;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.sweep.table.MetricSummary;
import vae.experiments.sweep.table.PathLabels;
import vae.experiments.sweep.table.SeedSummary;

/**
 * The rate-distortion curve that a sweep over the weight β of the rate traces: small β buys a low
 * distortion with a high rate.
 *
 * <p>Source: Alemi et al. (2018), section 2.
 */
final class BetaCurve {

  private static final String PATH = "estimator.beta";

  /** Other values than these many are not told apart by colours. */
  private static final int MAX_SERIES = 8;

  private BetaCurve() {}

  /** Empty where β does not vary. */
  static Optional<Figure> of(SweepView view, String set) {
    Optional<VariedParameter> beta =
        view.parameters().stream()
            .filter(it -> it.path().equals(PATH) && it.numeric() && it.isDrawn())
            .findFirst();
    if (beta.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Integer> series = new LinkedHashMap<>();
    List<Ranked> along =
        view.drawn().stream()
            .filter(it -> !Double.isNaN(beta.get().place(it.group())))
            .sorted(Comparator.comparingDouble(it -> beta.get().place(it.group())))
            .toList();
    List<Point> points = new ArrayList<>();
    for (Ranked ranked : along) {
      String others = others(view, ranked);
      int number = series.computeIfAbsent(others, _ -> series.size());
      Optional<SeedSummary> rate = summary(ranked, Quantity.RATE.on(set));
      Optional<SeedSummary> distortion = summary(ranked, Quantity.DISTORTION.on(set));
      if (number < MAX_SERIES && rate.isPresent() && distortion.isPresent()) {
        points.add(
            new Point(
                rate.get().mean(),
                rate.get().halfWidth(),
                distortion.get().mean(),
                distortion.get().halfWidth(),
                number,
                "β = " + beta.get().text(ranked.group()),
                ranked.words(view.metric())));
      }
    }
    return points.size() < 2 ? Optional.empty() : Optional.of(figure(view, set, points, series));
  }

  private static Figure figure(
      SweepView view, String set, List<Point> points, Map<String, Integer> series) {
    List<Entry> legend = new ArrayList<>();
    if (series.size() > 1) {
      series.forEach((words, i) -> legend.add(new Entry(i, words, true)));
    }
    String left =
        series.size() <= MAX_SERIES ? "" : " Only the first %d are drawn.".formatted(MAX_SERIES);
    return new Figure.Drawn(
        "rate-distortion-curve",
        "Curve of distortion against rate on the %s set for %d values of beta."
            .formatted(set, points.size()),
        "Rate-distortion curve over β: distortion against rate in nats per example." + left,
        CurvePlot.of(
            SweepNumbers.withUnit(view.results(), Quantity.RATE.on(set)),
            SweepNumbers.withUnit(view.results(), Quantity.DISTORTION.on(set)),
            points,
            legend.subList(0, Math.min(MAX_SERIES, legend.size()))),
        false);
  }

  /** What else sets the group apart. */
  private static String others(SweepView view, Ranked ranked) {
    List<String> words = new ArrayList<>();
    for (VariedParameter each : view.parameters()) {
      if (!each.path().equals(PATH) && ranked.group().values().containsKey(each.path())) {
        words.add(each.name() + " = " + PathLabels.value(ranked.group().values().get(each.path())));
      }
    }
    return String.join(", ", words);
  }

  private static Optional<SeedSummary> summary(Ranked ranked, String metric) {
    return ranked
        .group()
        .metric(metric)
        .map(MetricSummary::overSeeds)
        .filter(it -> Double.isFinite(it.mean()));
  }
}
