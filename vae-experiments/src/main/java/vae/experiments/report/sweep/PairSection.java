package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.Axis;
import vae.experiments.report.plot.CrossPlot;
import vae.experiments.report.plot.Drawing;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.HeatMap;
import vae.experiments.report.plot.ParallelCoordinates;
import vae.experiments.report.plot.ParallelCoordinates.Line;
import vae.experiments.report.sweep.SweepView.Ranked;

/** Parameters together: parallel coordinates, and heat maps of pairs. */
final class PairSection {

  private static final String ID = "together";
  private static final String TITLE = "Parameters together";
  private static final int MAX_AXES = 8;
  private static final int MAX_PAIRS = 3;
  private static final int MAX_CELLS = 24;

  private final SweepView view;
  private final List<VariedParameter> parameters;

  private PairSection(SweepView view) {
    this.view = view;
    this.parameters =
        view.parameters().stream().filter(VariedParameter::isDrawn).limit(MAX_AXES).toList();
  }

  static Section of(SweepView view) {
    return view.nothing()
        .map(why -> Section.missing(ID, TITLE, why))
        .orElseGet(() -> new PairSection(view).section());
  }

  private Section section() {
    if (parameters.size() < 2) {
      return Section.missing(ID, TITLE, "Fewer than two parameters vary between the groups.");
    }
    List<Figure> figures = new ArrayList<>();
    figures.add(coordinates());
    for (int i = 0; i < parameters.size(); i++) {
      for (int j = i + 1; j < parameters.size(); j++) {
        if (figures.size() <= MAX_PAIRS) {
          pair(figures, parameters.get(i), parameters.get(j));
        }
      }
    }
    long varied = view.parameters().stream().filter(VariedParameter::isDrawn).count();
    int pairs = parameters.size() * (parameters.size() - 1) / 2;
    StringBuilder text = new StringBuilder("Colours run from the worst to the best mean.");
    if (varied > MAX_AXES) {
      text.append(" The first %d of %d parameters are drawn.".formatted(MAX_AXES, varied));
    }
    if (figures.size() - 1 < pairs) {
      text.append(" %d of %d pairs are drawn.".formatted(figures.size() - 1, pairs));
    }
    return new Section(ID, TITLE, text.append(view.omitted()).toString(), figures);
  }

  private Figure coordinates() {
    double from = ParallelCoordinates.from();
    double to = ParallelCoordinates.to();
    List<Axis> axes = new ArrayList<>();
    parameters.forEach(parameter -> axes.add(parameter.upright(from, to)));
    double[] means = view.drawn().stream().mapToDouble(Ranked::mean).toArray();
    axes.add(Axis.linear(view.metricTitle(), means, from, to));
    List<Line> lines = new ArrayList<>();
    for (Ranked ranked : view.drawn().reversed()) {
      double[] values = new double[axes.size()];
      for (int i = 0; i < parameters.size(); i++) {
        values[i] = parameters.get(i).place(ranked.group());
      }
      values[parameters.size()] = ranked.mean();
      lines.add(new Line(values, ranked.mean(), ranked.words(view.metric())));
    }
    Drawing drawing = ParallelCoordinates.of(axes, lines, view.colours());
    String caption =
        "Parallel coordinates: one line per group (%d groups), its mean over seeds on the last axis;"
            .formatted(lines.size());
    String alt =
        "Parallel coordinates of %d groups over %d parameters and %s. %s."
            .formatted(
                lines.size(),
                parameters.size(),
                view.metric(),
                view.drawn().getFirst().words("the best has"));
    String end = " the group of the best mean is drawn thick.";
    return new Figure.Drawn("parallel-coordinates", alt, caption + end, drawing, true);
  }

  private void pair(List<Figure> figures, VariedParameter x, VariedParameter y) {
    int columns = x.values().size();
    int rows = y.values().size();
    List<Ranked> both =
        view.drawn().stream()
            .filter(r -> x.index(r.group()) >= 0 && y.index(r.group()) >= 0)
            .toList();
    long filled =
        both.stream()
            .map(r -> x.index(r.group()) * (long) rows + y.index(r.group()))
            .distinct()
            .count();
    String name = ParameterSection.fileName(x.path() + "-and-" + y.path());
    if (columns <= MAX_CELLS && rows <= MAX_CELLS && 2 * filled >= (long) columns * rows) {
      figures.add(heatMap("heat-map-" + name, x, y, both));
    } else if (x.numeric() && y.numeric()) {
      figures.add(scatter("scatter-" + name, x, y, both));
    }
  }

  private Figure heatMap(String name, VariedParameter x, VariedParameter y, List<Ranked> groups) {
    double[][] values = new double[y.values().size()][x.values().size()];
    int[][] counts = new int[y.values().size()][x.values().size()];
    for (double[] row : values) {
      Arrays.fill(row, Double.NaN);
    }
    boolean several = false;
    for (Ranked ranked : groups) { // best first
      int row = values.length - 1 - y.index(ranked.group());
      int column = x.index(ranked.group());
      several |= counts[row][column]++ > 0;
      values[row][column] = Double.isNaN(values[row][column]) ? ranked.mean() : values[row][column];
    }
    Drawing drawing =
        HeatMap.of(x.path(), y.name(), x.values(), y.values().reversed(), values, view.colours());
    String what =
        several
            ? "best mean over seeds among the groups of each pair"
            : "mean over seeds of each pair";
    String metric = view.metricTitle();
    String caption = "%s: %s; dashed cells have none.".formatted(metric, what);
    boolean full = Arrays.stream(values).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN);
    String alt =
        "Heat map of %s over %s and %s, %d by %d values."
            .formatted(view.metric(), x.path(), y.path(), x.values().size(), y.values().size());
    String shown = full ? "%s: %s.".formatted(metric, what) : caption;
    return new Figure.Drawn(name, alt, shown, drawing, false);
  }

  private Figure scatter(String name, VariedParameter x, VariedParameter y, List<Ranked> groups) {
    List<CrossPlot.Point> points = new ArrayList<>();
    for (Ranked ranked : groups) {
      points.add(
          new CrossPlot.Point(
              x.place(ranked.group()),
              Double.NaN,
              y.place(ranked.group()),
              Double.NaN,
              ranked.mean(),
              ranked.best(),
              ranked.words(view.metric())));
    }
    points.sort(Comparator.comparing(CrossPlot.Point::best));
    Drawing drawing = CrossPlot.ofParameters(x.path(), y.path(), points, view.colours());
    String caption =
        "%d groups by their values of two parameters, coloured by %s; the best is ringed."
            .formatted(points.size(), view.metricTitle());
    String alt =
        "Scatter plot of %d groups over %s and %s, coloured by %s."
            .formatted(points.size(), x.path(), y.path(), view.metric());
    return new Figure.Drawn(name, alt, caption, drawing, false);
  }
}
