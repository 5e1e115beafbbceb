package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.core.model.Quantity;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.BarChart;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.Matrix;
import vae.experiments.report.plot.ScatterPlot;
import vae.experiments.report.plot.ScatterPlot.Cloud;
import vae.experiments.report.text.Measurement;

/** How the latent space is used: the KL of each coordinate, and where the examples lie. */
final class LatentSections {

  private static final int MAX_POINTS = 2000;
  private static final int MAX_CLASSES = 20;

  /** Multiples of the golden ratio spread evenly over the unit interval in any number. */
  private static final double GOLDEN = 0.6180339887498949;

  private LatentSections() {}

  /** KL per coordinate, largest first. */
  static Section rates(RunData run) {
    String id = "latent-rate";
    String title = "KL per latent dimension";
    Optional<double[]> recorded = run.evaluation().flatMap(Evaluation::ratePerDimension);
    if (recorded.isEmpty()) {
      return Section.missing(
          id,
          title,
          "The run folder records no KL per latent dimension: it needs a prior whose marginals are"
              + " known.");
    }
    double[] rates = recorded.get();
    if (Arrays.stream(rates).anyMatch(rate -> !Double.isFinite(rate))) {
      return Section.missing(id, title, "Some of the recorded values are not finite.");
    }
    List<Integer> order =
        IntStream.range(0, rates.length)
            .boxed()
            .sorted(Comparator.comparingDouble(j -> -rates[j]))
            .toList();
    List<String> labels = order.stream().map(j -> Integer.toString(j)).toList();
    double[] heights = order.stream().mapToDouble(j -> rates[j]).toArray();
    String total = Measurement.significant(Arrays.stream(rates).sum());
    String text =
        "Mean KL of each coordinate of z, largest first; together %s nats over %d coordinates.%s"
            .formatted(total, rates.length, activeUnits(run, rates.length));
    String alt =
        "Bar chart of the KL of %d latent dimensions, from %s down to %s nats."
            .formatted(
                rates.length,
                Measurement.significant(heights[0]),
                Measurement.significant(heights[rates.length - 1]));
    Figure figure =
        new Figure.Drawn(
            "latent-rate",
            alt,
            "",
            BarChart.of("latent dimension", "KL (nats)", labels, heights),
            true);
    return new Section(id, title, text, List.of(figure));
  }

  private static String activeUnits(RunData run, int of) {
    return run.summary().stream()
        .filter(it -> Quantity.nameIn(it).equals(Quantities.ACTIVE_UNITS.name()))
        .findFirst()
        .flatMap(run::metric)
        .map(units -> " Active units: " + units.text() + " of " + of + "." + drawn(run))
        .orElse("");
  }

  /** That moments are estimates, where they are. */
  private static String drawn(RunData run) {
    return run.result().stream()
        .flatMap(result -> result.further().entrySet().stream())
        .filter(it -> Quantity.nameIn(it.getKey()).equals(Quantities.MEAN_DRAWS.name()))
        .map(it -> RunData.shown(it.getValue()).text())
        .map(
            " The posterior has no moments in closed form: means are those of %s draws."::formatted)
        .findFirst()
        .orElse("");
  }

  /** The posterior means in the plane, coloured by label. */
  static Section scatter(RunData run) {
    String id = "latent-space";
    String title = "Latent space";
    Optional<Matrix> recorded = run.evaluation().flatMap(Evaluation::latentMeans);
    if (recorded.isEmpty()) {
      return Section.missing(id, title, "The run folder records no latent means.");
    }
    Matrix means = recorded.get();
    if (!means.isFinite()) {
      return Section.missing(id, title, "Some of the recorded latent means are not finite.");
    }
    if (means.width() > PrincipalComponents.MAX_WIDTH) {
      return Section.missing(
          id,
          title,
          "Not drawn: principal components are taken of at most %d latent dimensions, here are %d."
              .formatted(PrincipalComponents.MAX_WIDTH, means.width()));
    }
    int[] chosen = chosen(means.rows());
    Plane plane = plane(subset(means, chosen));
    Optional<int[]> labels =
        run.evaluation()
            .flatMap(Evaluation::latentLabels)
            .map(all -> Arrays.stream(chosen).map(i -> all[i]).toArray());
    int classes = labels.map(known -> (int) Arrays.stream(known).distinct().count()).orElse(0);
    boolean coloured = classes > 1 && classes <= MAX_CLASSES;
    List<Cloud> clouds = coloured ? byLabel(plane, labels.get()) : List.of(plane.cloud());
    String set = run.evaluation().get().exampleSet();
    String text =
        "Posterior means of %s %s. %s%s"
            .formatted(
                chosen.length < means.rows()
                    ? chosen.length + " evenly spaced of " + means.rows()
                    : Integer.toString(means.rows()),
                set.isEmpty() ? "examples" : set + " examples",
                plane.text,
                classes > MAX_CLASSES
                    ? " Not coloured: " + classes + " labels are too many to tell apart."
                    : coloured ? " Colour and marker show the label." : "");
    Figure figure =
        new Figure.Drawn(
            "latent-space",
            "Scatter plot of %d latent means%s."
                .formatted(chosen.length, coloured ? " in " + classes + " classes" : ""),
            "",
            ScatterPlot.of(plane.xTitle, plane.yTitle, clouds),
            true);
    return new Section(id, title, text, List.of(figure));
  }

  /** Points of the plane : [N, 2], and what its axes are. */
  private record Plane(Matrix points, String xTitle, String yTitle, String text) {

    Cloud cloud() {
      return new Cloud("means", 0, points.column(0), points.column(1));
    }
  }

  private static Plane plane(Matrix means) {
    if (means.width() == 1) {
      double[] points = new double[2 * means.rows()];
      for (int i = 0; i < means.rows(); i++) {
        points[2 * i] = means.at(i, 0);
        points[2 * i + 1] = i * GOLDEN - Math.floor(i * GOLDEN);
      }
      return new Plane(
          new Matrix(means.rows(), 2, points),
          "z\u2080",
          "spread",
          "Height has no meaning: it only keeps the points apart.");
    }
    if (means.width() == 2) {
      return new Plane(means, "z\u2080", "z\u2081", "The axes are the two latent coordinates.");
    }
    PrincipalComponents components = PrincipalComponents.of(means);
    String text =
        "The axes are the first two principal components of the points shown, with %s and %s of their variance."
            .formatted(percent(components.explained()[0]), percent(components.explained()[1]));
    return new Plane(components.scores(), "component 1", "component 2", text);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static List<Cloud> byLabel(Plane plane, int[] labels) {
    int[] known = Arrays.stream(labels).distinct().sorted().toArray();
    List<Cloud> clouds = new ArrayList<>();
    for (int k = 0; k < known.length; k++) {
      int label = known[k];
      int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
      Matrix points = subset(plane.points, members);
      clouds.add(new Cloud(Integer.toString(label), k, points.column(0), points.column(1)));
    }
    return clouds;
  }

  /** Every row, or as many evenly spaced ones as a chart can bear. */
  private static int[] chosen(int rows) {
    int count = Math.min(rows, MAX_POINTS);
    return IntStream.range(0, count).map(i -> (int) ((long) i * rows / count)).toArray();
  }

  private static Matrix subset(Matrix matrix, int[] rows) {
    double[] values = new double[rows.length * matrix.width()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          matrix.values(), rows[i] * matrix.width(), values, i * matrix.width(), matrix.width());
    }
    return new Matrix(rows.length, matrix.width(), values);
  }
}
