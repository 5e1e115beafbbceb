package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.ImageGrid;
import vae.experiments.report.plot.Matrix;
import vae.experiments.report.plot.PictureShape;
import vae.experiments.report.plot.ScatterPlot;
import vae.experiments.report.plot.ScatterPlot.Cloud;
import vae.experiments.report.text.Measurement;

/** What the model makes of data: reconstructions, samples, and walks along latent coordinates. */
public final class PictureSections {

  private static final int MAX_PAIRS = 40;
  private static final int MAX_SAMPLES = 100;
  private static final int PAGE_WIDTH = 720;

  private final Evaluation evaluation;
  private final String condition;
  private final Optional<ImageGrid> grid;
  private final String range;

  private PictureSections(RunData run, Evaluation evaluation) {
    this.evaluation = evaluation;
    condition = run.experiment().path("condition").path("type").asString("");
    Optional<Matrix> reference =
        evaluation
            .originals()
            .or(evaluation::reconstructions)
            .or(evaluation::samples)
            .or(evaluation::traversal);
    double[] bounds = reference.map(PictureSections::bounds).orElse(new double[] {0, 1});
    grid = evaluation.picture().map(shape -> new ImageGrid(shape, bounds[0], bounds[1]));
    range =
        evaluation.picture().filter(PictureShape::isStrip).isPresent()
            ? " Each strip is one vector, one column per entry; dark blue is %s, yellow %s."
                .formatted(Measurement.significant(bounds[0]), Measurement.significant(bounds[1]))
            : "";
  }

  /** The sections in order; each says so where its arrays are absent. */
  public static List<Section> of(RunData run) {
    String none = "The run folder has no evaluation.safetensors: the run was not evaluated.";
    Optional<PictureSections> drawn = run.evaluation().map(it -> new PictureSections(run, it));
    return List.of(
        drawn
            .map(PictureSections::reconstructions)
            .orElseGet(() -> Section.missing("reconstructions", "Reconstructions", none)),
        drawn
            .map(PictureSections::samples)
            .orElseGet(() -> Section.missing("samples", "Samples from the prior", none)));
  }

  /** The latent traversal; says so where it is absent. */
  static Section traversal(RunData run) {
    return run.evaluation()
        .map(evaluation -> new PictureSections(run, evaluation).traversal())
        .orElseGet(
            () ->
                Section.missing(
                    "traversal",
                    "Latent traversal",
                    "The run folder has no evaluation.safetensors: the run was not evaluated."));
  }

  /** [0, 1] for values within it, else the least and the greatest finite value. */
  public static double[] bounds(Matrix matrix) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : matrix.values()) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (!(low < high) || (low >= 0 && high <= 1)) {
      return new double[] {0, 1};
    }
    return new double[] {low, high};
  }

  private Section reconstructions() {
    String id = "reconstructions";
    String title = "Reconstructions";
    if (evaluation.originals().isEmpty() || evaluation.reconstructions().isEmpty()) {
      return Section.missing(
          id, title, "The evaluation holds no originals with their reconstructions.");
    }
    Matrix originals = evaluation.originals().get();
    Matrix reconstructions = evaluation.reconstructions().get();
    String whose = whose();
    if (originals.width() == 2) {
      return new Section(
          id,
          title,
          "The %d %sexamples and their reconstructions.".formatted(originals.rows(), whose),
          List.of(
              clouds(
                  "reconstructions",
                  "Scatter plot of originals and reconstructions.",
                  List.of(
                      cloud("original", 0, originals),
                      cloud("reconstruction", 1, reconstructions)))));
    }
    int count = Math.min(MAX_PAIRS, originals.rows());
    boolean gaps = Arrays.stream(originals.values()).anyMatch(Double::isNaN);
    int columns = columns(count);
    String text =
        "%d %sexamples. In each pair of rows the upper shows the originals, the lower their reconstructions.%s%s"
            .formatted(count, whose, gaps ? " What is missing is orange." : "", range);
    byte[] png = grid.orElseThrow().paired(originals, reconstructions, count, columns);
    return new Section(
        id,
        title,
        text,
        List.of(
            picture(
                "reconstructions",
                count + " originals, each above its reconstruction.",
                png,
                columns)));
  }

  private Section samples() {
    String id = "samples";
    String title = "Samples from the prior";
    if (evaluation.samples().isEmpty()) {
      return Section.missing(id, title, "The evaluation holds no samples.");
    }
    Matrix samples = evaluation.samples().get();
    String text = "Uncurated samples: means of the likelihood at draws of z from the prior.";
    if (samples.width() == 2) {
      List<Cloud> clouds = new ArrayList<>(List.of(cloud("sample", 1, samples)));
      evaluation.originals().ifPresent(data -> clouds.addFirst(cloud("data", 0, data)));
      return new Section(
          id, title, text, List.of(clouds("samples", "Scatter plot of samples.", clouds)));
    }
    int columns = columns(Math.min(MAX_SAMPLES, samples.rows()));
    List<String> conditions = evaluation.conditions();
    if (!conditions.isEmpty()) {
      text += rowsOf();
      columns = Math.min(columns, samples.rows() / conditions.size());
      samples = samples.byTurns(conditions.size(), columns);
    }
    int count = conditions.isEmpty() ? Math.min(MAX_SAMPLES, samples.rows()) : samples.rows();
    byte[] png = grid.orElseThrow().plain(samples, count, columns);
    String alt = "Grid of " + count + " samples from the model.";
    int width = cssWidth(columns);
    Figure figure = new Figure.Picture("samples", alt, "", png, width, conditions);
    return new Section(id, title, text + range, List.of(figure));
  }

  private String rowsOf() {
    return switch (condition) {
      case "labels" -> " Each row is of one class.";
      case "columns" ->
          " Each row is of one condition: those of the first %sexamples.".formatted(whose());
      default -> " Each row is of one condition.";
    };
  }

  private String whose() {
    return evaluation.exampleSet().isEmpty() ? "" : evaluation.exampleSet() + " ";
  }

  private Section traversal() {
    String id = "traversal";
    String title = "Latent traversal";
    if (evaluation.traversal().isEmpty()) {
      return Section.missing(id, title, "The evaluation holds no traversal.");
    }
    Matrix traversal = evaluation.traversal().get();
    int columns = evaluation.traversalColumns();
    int rows = traversal.rows() / columns;
    String condition = evaluation.traversalCondition();
    String text =
        "Each row moves one latent coordinate from low to high and holds the others fixed."
            + (condition.isEmpty() ? "" : " The condition is %s.".formatted(condition));
    if (traversal.width() == 2) {
      List<Cloud> clouds = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        double[] part =
            Arrays.copyOfRange(traversal.values(), 2 * row * columns, 2 * (row + 1) * columns);
        clouds.add(cloud("row " + (row + 1), row, new Matrix(columns, 2, part)));
      }
      return new Section(
          id, title, text, List.of(clouds("traversal", "Scatter plot of a traversal.", clouds)));
    }
    byte[] png = grid.orElseThrow().plain(traversal, rows * columns, columns);
    String alt = "Grid of %d latent coordinates by %d values.".formatted(rows, columns);
    return new Section(id, title, text + range, List.of(picture("traversal", alt, png, columns)));
  }

  private int columns(int count) {
    PictureShape shape = evaluation.picture().orElseThrow();
    int most = shape.isStrip() ? Math.clamp(320 / shape.width(), 1, 5) : 10;
    return Math.min(count, most);
  }

  private Figure picture(String name, String alt, byte[] png, int columns) {
    return new Figure.Picture(name, alt, "", png, cssWidth(columns));
  }

  private int cssWidth(int columns) {
    int width = grid.orElseThrow().widthOf(columns);
    return width * Math.clamp(PAGE_WIDTH / width, 1, 12);
  }

  private static Figure clouds(String name, String alt, List<Cloud> clouds) {
    return new Figure.Drawn(name, alt, "", ScatterPlot.of("x\u2081", "x\u2082", clouds), true);
  }

  /** Points that are known in full. */
  private static Cloud cloud(String label, int style, Matrix points) {
    int[] known =
        IntStream.range(0, points.rows())
            .filter(i -> !Double.isNaN(points.at(i, 0)) && !Double.isNaN(points.at(i, 1)))
            .toArray();
    return new Cloud(
        label,
        style,
        Arrays.stream(known).mapToDouble(i -> points.at(i, 0)).toArray(),
        Arrays.stream(known).mapToDouble(i -> points.at(i, 1)).toArray());
  }
}
