package vae.experiments.report.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.report.page.ReportException;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.Axis;
import vae.experiments.report.plot.Drawing;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.ImageGrid;
import vae.experiments.report.plot.Matrix;
import vae.experiments.report.plot.PictureShape;
import vae.experiments.report.plot.Plot;
import vae.experiments.report.plot.Svg;
import vae.experiments.report.run.Evaluation;
import vae.experiments.report.run.PictureSections;
import vae.experiments.report.run.RunFolderReader;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.sweep.table.TrialResult;

/** A few samples of each of the best groups, from the first of its runs that was kept. */
final class SampleSection {

  static final String ID = "samples";
  private static final String TITLE = "Samples by group";
  private static final int MAX_GROUPS = 16;
  private static final int MAX_SAMPLES = 12;
  private static final int MAX_POINTS = 300;
  private static final int COLUMNS = 6;
  private static final int PICTURE_WIDTH = 215;
  private static final int CLOUD = 200;

  private final SweepView view;
  private final List<String> absent = new ArrayList<>();

  private SampleSection(SweepView view) {
    this.view = view;
  }

  static Section of(SweepView view) throws IOException {
    return view.nothing().isPresent()
        ? Section.missing(ID, TITLE, view.nothing().get())
        : new SampleSection(view).section();
  }

  private Section section() throws IOException {
    List<Figure> figures = new ArrayList<>();
    int tried = Math.min(MAX_GROUPS, view.ranked().size());
    for (int i = 0; i < tried; i++) {
      Ranked ranked = view.ranked().get(i);
      Optional<Figure> figure = figure(ranked, i + 1);
      figure.ifPresentOrElse(figures::add, () -> absent.add(ranked.group().label()));
    }
    int others = view.ranked().size() - tried;
    String without =
        absent.isEmpty()
            ? ""
            : " Without samples in a kept run: " + String.join("; ", absent) + ".";
    if (figures.isEmpty()) {
      return Section.missing(
          ID, TITLE, "No kept run of the best groups has samples in evaluation.safetensors.");
    }
    String text =
        "Means of the likelihood at draws from the prior, from one seed per group, best group"
            + " first."
            + (others > 0 ? " %d more groups are not shown.".formatted(others) : "")
            + without;
    return new Section(ID, TITLE, text, figures);
  }

  private Optional<Figure> figure(Ranked ranked, int rank) throws IOException {
    for (TrialResult trial : ranked.group().trials()) {
      Folder folder = KeptRun.of(trial).orElse(null);
      if (folder != null) {
        try {
          Optional<Evaluation> evaluation = RunFolderReader.evaluation(folder);
          if (evaluation.flatMap(Evaluation::samples).isPresent()) {
            return Optional.of(figure(ranked, rank, trial, evaluation.get()));
          }
        } catch (ReportException | FolderException e) {
          absent.add("runs/" + KeptRun.name(trial) + "/evaluation.safetensors is not readable");
        }
      }
    }
    return Optional.empty();
  }

  private Figure figure(Ranked ranked, int rank, TrialResult trial, Evaluation evaluation) {
    Matrix samples = evaluation.samples().orElseThrow();
    String name = "samples-%02d-%s".formatted(rank, ranked.group().id());
    String caption =
        "%d. %s (seed %d; %s %s)"
            .formatted(
                rank,
                ranked.group().label(),
                trial.seed(),
                view.metric(),
                SweepNumbers.interval(ranked.seeds()));
    Matrix reference = evaluation.originals().orElse(samples);
    if (samples.width() == 2) {
      String alt = "Scatter plot of samples of group " + ranked.group().label() + ".";
      return new Figure.Drawn(name, alt, caption, cloud(samples, reference), false);
    }
    double[] bounds = PictureSections.bounds(reference);
    PictureShape shape = evaluation.picture().orElseThrow();
    ImageGrid grid = new ImageGrid(shape, bounds[0], bounds[1]);
    int count = Math.min(MAX_SAMPLES, samples.rows());
    int columns = Math.min(shape.isStrip() ? 1 : COLUMNS, count);
    List<String> conditions = evaluation.conditions();
    if (!conditions.isEmpty()) {
      columns = Math.min(columns, samples.rows() / conditions.size());
      samples = samples.byTurns(conditions.size(), columns);
      count = samples.rows();
      caption += "; condition of each row: " + String.join(" · ", conditions);
    }
    byte[] png = grid.plain(samples, count, columns);
    int width = grid.widthOf(columns);
    String alt = "%d samples of group %s.".formatted(count, ranked.group().label());
    int scaled = width * Math.max(1, PICTURE_WIDTH / width);
    return new Figure.Picture(name, alt, caption, png, scaled);
  }

  private static Drawing cloud(Matrix samples, Matrix reference) {
    Svg svg = new Svg();
    Axis x = Axis.linear("", finite(reference.column(0)), 30, CLOUD - 4);
    Axis y = Axis.linear("", finite(reference.column(1)), CLOUD - 24, 6);
    new Plot(svg, x, y).frame();
    for (int i = 0; i < Math.min(MAX_POINTS, samples.rows()); i++) {
      if (x.holds(samples.at(i, 0)) && y.holds(samples.at(i, 1))) {
        svg.circle("dot s0", x.at(samples.at(i, 0)), y.at(samples.at(i, 1)), 2, "");
      }
    }
    return new Drawing(CLOUD, CLOUD, svg);
  }

  private static double[] finite(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).toArray();
  }
}
