package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.ImageGrid;
import vae.experiments.report.plot.Matrix;

/** Samples and reconstructions during training, a row for each frame that a callback wrote. */
final class FilmStrip {

  static final String ID = "film-strip";

  private static final int MAX_WIDTH = 480;

  private FilmStrip() {}

  /** The section; empty where no callback wrote frames. */
  static Optional<Section> of(RunData run) {
    List<Frame> frames =
        run.frames().stream()
            .filter(it -> it.arrays().picture().equals(run.frames().getFirst().arrays().picture()))
            .toList();
    List<Figure> figures = new ArrayList<>();
    add(figures, frames, "samples", List.of(), Evaluation::samples);
    add(figures, frames, "reconstructions", List.of("originals"), Evaluation::reconstructions);
    String text =
        "The same draws of z and the same examples, as the model makes them after the epoch beside"
            + " each row. Uncurated.";
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section(ID, "Film strip", text, figures));
  }

  private static void add(
      List<Figure> figures,
      List<Frame> frames,
      String what,
      List<String> first,
      Function<Evaluation, Optional<Matrix>> array) {
    if (frames.isEmpty() || frames.stream().anyMatch(it -> array.apply(it.arrays()).isEmpty())) {
      return;
    }
    Evaluation last = frames.getLast().arrays();
    int columns = array.apply(last).orElseThrow().rows();
    int width = array.apply(last).orElseThrow().width();
    List<String> names = new ArrayList<>();
    List<Matrix> rows = new ArrayList<>();
    if (!first.isEmpty() && last.originals().isPresent()) {
      names.addAll(first);
      rows.add(last.originals().get());
    }
    for (Frame frame : frames) {
      names.add("epoch " + frame.epoch());
      rows.add(array.apply(frame.arrays()).orElseThrow());
    }
    if (rows.stream().anyMatch(it -> it.rows() != columns || it.width() != width)) {
      return;
    }
    double[] bounds = PictureSections.bounds(last.originals().orElse(rows.getLast()));
    ImageGrid grid = new ImageGrid(last.picture().orElseThrow(), bounds[0], bounds[1]);
    double[] all = new double[rows.size() * columns * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).values(), 0, all, i * columns * width, columns * width);
    }
    int count = rows.size() * columns;
    int pixels = grid.widthOf(columns);
    figures.add(
        new Figure.Picture(
            "film-" + what,
            "Grid of %s: %d rows from epoch %d to epoch %d."
                .formatted(what, rows.size(), frames.getFirst().epoch(), frames.getLast().epoch()),
            what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + ".",
            grid.plain(new Matrix(count, width, all), count, columns),
            pixels * Math.clamp(MAX_WIDTH / pixels, 1, 6),
            names));
  }
}
