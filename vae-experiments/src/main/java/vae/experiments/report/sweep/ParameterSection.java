package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.List;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.Drawing;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.IntervalPlot;
import vae.experiments.report.plot.IntervalPlot.Point;
import vae.experiments.report.plot.Plot.Entry;
import vae.experiments.report.sweep.SweepView.Ranked;

/** The metric against each parameter, a figure each. */
final class ParameterSection {

  private static final String ID = "parameters";
  private static final String TITLE = "The metric against each parameter";
  private static final int MAX_FIGURES = 12;
  private static final int MAX_NAMES = 24;

  /** A second parameter of more values than these is not told apart by colours. */
  private static final int MAX_SERIES = 8;

  private final SweepView view;
  private final List<VariedParameter> parameters;

  private ParameterSection(SweepView view) {
    this.view = view;
    this.parameters = view.parameters().stream().filter(VariedParameter::isDrawn).toList();
  }

  static Section of(SweepView view) {
    return view.nothing()
        .map(why -> Section.missing(ID, TITLE, why))
        .orElseGet(() -> new ParameterSection(view).section());
  }

  private Section section() {
    if (parameters.isEmpty()) {
      return Section.missing(ID, TITLE, "Nothing varies between the groups that have the metric.");
    }
    List<Figure> figures = new ArrayList<>();
    List<String> absent = new ArrayList<>();
    for (VariedParameter parameter : parameters) {
      boolean tooMany = !parameter.numeric() && parameter.values().size() > MAX_NAMES;
      if (figures.size() < MAX_FIGURES && !tooMany) {
        figures.add(figure(parameter));
      } else {
        absent.add(parameter.path());
      }
    }
    StringBuilder text = new StringBuilder(sentence()).append(view.omitted());
    if (!absent.isEmpty()) {
      text.append(" Not drawn, as there are too many: ").append(String.join(", ", absent));
      text.append('.');
    }
    return new Section(ID, TITLE, text.toString(), figures);
  }

  private String sentence() {
    boolean intervals = view.drawn().stream().anyMatch(r -> r.seeds().n() > 1);
    String bars =
        intervals
            ? "bars are 95 % intervals of the mean over training seeds (Student t), cut where"
                + " they leave the figure."
            : "there is one seed per group, so there are no intervals.";
    return "Each point is the mean of a group over its seeds; "
        + bars
        + " The ringed point is the best group. Points over one value are set side by side.";
  }

  private Figure figure(VariedParameter parameter) {
    List<Entry> legend = new ArrayList<>();
    VariedParameter other = other(parameter);
    if (other != null) {
      for (int i = 0; i < other.values().size(); i++) {
        legend.add(new Entry(i, other.name() + " = " + other.values().get(i), true));
      }
    }
    List<Point> points = new ArrayList<>();
    for (Ranked ranked : view.drawn()) {
      double place = parameter.place(ranked.group());
      int series = other == null ? 0 : Math.max(0, other.index(ranked.group()));
      if (!Double.isNaN(place)) {
        double half = ranked.seeds().halfWidth();
        String hint = ranked.words(view.metric());
        points.add(new Point(place, ranked.mean(), half, series, ranked.best(), hint));
      }
    }
    boolean joined = other != null || parameters.size() == 1;
    String metric = view.metricTitle();
    Drawing drawing =
        parameter.numeric()
            ? IntervalPlot.numeric(parameter.path(), metric, points, legend, joined)
            : IntervalPlot.named(parameter.values(), metric, points, legend);
    int without = view.drawn().size() - points.size();
    String caption =
        "%s against %s; %s, %s.%s"
            .formatted(
                metric,
                parameter.path(),
                points.size() == 1 ? "1 group" : points.size() + " groups",
                seeds(),
                without == 0 ? "" : " %d groups do not have it.".formatted(without));
    String alt =
        "Plot of %s against %s with %d values; the best group has %s."
            .formatted(view.metric(), parameter.path(), parameter.values().size(), best(parameter));
    String name = "metric-by-" + fileName(parameter.path());
    return new Figure.Drawn(name, alt, caption, drawing, false);
  }

  private String best(VariedParameter parameter) {
    String text = parameter.text(view.drawn().getFirst().group());
    return text.isEmpty() ? "none" : text;
  }

  private String seeds() {
    int least = view.drawn().stream().mapToInt(r -> r.seeds().n()).min().orElse(0);
    int most = view.drawn().stream().mapToInt(r -> r.seeds().n()).max().orElse(0);
    return least == most ? "n = " + least + " seeds" : "n = %d to %d seeds".formatted(least, most);
  }

  /** The only other parameter, where it is one of few values. */
  private VariedParameter other(VariedParameter parameter) {
    if (parameters.size() != 2) {
      return null;
    }
    VariedParameter other = parameters.get(parameters.get(0) == parameter ? 1 : 0);
    boolean everywhere = view.drawn().stream().allMatch(r -> other.index(r.group()) >= 0);
    return other.values().size() <= MAX_SERIES && everywhere ? other : null;
  }

  /** A name of letters, digits, dots and hyphens. */
  static String fileName(String path) {
    String safe = path.replaceAll("[^A-Za-z0-9.-]+", "-");
    return safe.length() > 80 ? safe.substring(0, 80) : safe;
  }
}
