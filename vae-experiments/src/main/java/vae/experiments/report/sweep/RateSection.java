package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.core.model.Quantity;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.CrossPlot;
import vae.experiments.report.plot.Drawing;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.sweep.table.MetricSummary;
import vae.experiments.sweep.table.SeedSummary;

/** Distortion against rate: what the groups buy with their nats. */
final class RateSection {

  private static final String ID = "rate-distortion";
  private static final String TITLE = "Rate and distortion";

  private RateSection() {}

  static Section of(SweepView view) {
    if (view.nothing().isPresent()) {
      return Section.missing(ID, TITLE, view.nothing().get());
    }
    for (String set : Quantities.PARTS) {
      List<CrossPlot.Point> points =
          points(view, Quantity.RATE.on(set), Quantity.DISTORTION.on(set));
      if (!points.isEmpty()) {
        return section(view, set, points);
      }
    }
    return Section.missing(ID, TITLE, "No complete trial has both a rate and a distortion.");
  }

  private static Section section(SweepView view, String set, List<CrossPlot.Point> points) {
    String x = SweepNumbers.withUnit(view.results(), Quantity.RATE.on(set));
    String y = SweepNumbers.withUnit(view.results(), Quantity.DISTORTION.on(set));
    Drawing drawing = CrossPlot.of(x, y, points, view.colours());
    String caption =
        "Distortion against rate in nats per example, %d groups coloured by %s."
            .formatted(points.size(), view.metricTitle());
    String alt =
        "Scatter plot of distortion against rate on the %s set for %d groups."
            .formatted(set, points.size());
    String text =
        "Means over seeds, with 95 % intervals of both. Towards the lower left a group spends fewer"
            + " nats on the code and reconstructs better; groups of other likelihoods are not"
            + " comparable. The best group is ringed."
            + view.omitted();
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure.Drawn(ID, alt, caption, drawing, false));
    BetaCurve.of(view, set).ifPresent(figures::add);
    return new Section(ID, TITLE, text, figures);
  }

  private static List<CrossPlot.Point> points(SweepView view, String rate, String distortion) {
    List<CrossPlot.Point> points = new ArrayList<>();
    for (Ranked ranked : view.drawn().reversed()) {
      Optional<MetricSummary> x = ranked.group().metric(rate);
      Optional<MetricSummary> y = ranked.group().metric(distortion);
      if (x.isPresent() && y.isPresent()) {
        SeedSummary rates = x.get().overSeeds();
        SeedSummary distortions = y.get().overSeeds();
        if (Double.isFinite(rates.mean()) && Double.isFinite(distortions.mean())) {
          points.add(
              new CrossPlot.Point(
                  rates.mean(),
                  rates.halfWidth(),
                  distortions.mean(),
                  distortions.halfWidth(),
                  ranked.mean(),
                  ranked.best(),
                  ranked.words(view.metric())));
        }
      }
    }
    return points;
  }
}
