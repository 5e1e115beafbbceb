package vae.experiments.report.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.experiments.report.page.Section;
import vae.experiments.report.plot.BarChart;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.Matrix;

/** Ranks of true codes among draws of the posterior: flat where the posterior is exact. */
final class CalibrationSection {

  private static final String ID = "calibration";
  private static final String TITLE = "Calibration of the posterior";
  private static final int MAX_SHOWN = 4;

  private CalibrationSection() {}

  /** Empty where the run did not measure it. */
  static Optional<Section> of(RunData run) {
    Optional<Matrix> histogram = run.evaluation().flatMap(Evaluation::rankHistogram);
    Optional<double[]> pValues = run.evaluation().flatMap(Evaluation::rankPValues);
    if (histogram.isEmpty() || pValues.isEmpty() || !histogram.get().isFinite()) {
      return Optional.empty();
    }
    Matrix counts = histogram.get();
    double[] p = pValues.get();
    int[] worst =
        IntStream.range(0, counts.rows())
            .boxed()
            .sorted(Comparator.comparingDouble(j -> p[j]))
            .limit(MAX_SHOWN)
            .mapToInt(Integer::intValue)
            .toArray();
    List<Figure> figures = new ArrayList<>();
    for (int j : worst) {
      figures.add(figure(counts, j, p[j]));
    }
    double total = Arrays.stream(row(counts, 0)).sum();
    double expected = total / counts.width();
    double reach = 2 * Math.sqrt(expected * (1 - 1.0 / counts.width()));
    String text =
        String.format(
            Locale.ROOT,
            "Ranks of the true z among draws of the posterior, for %.0f x that the model simulated;"
                + " the coordinates with the smallest p-values. Where the posterior is exact, 95 %%"
                + " of the bars are within %.0f to %.0f. A hump says that the posterior is too"
                + " wide, a valley that it is too narrow, a slope that it is shifted.",
            total,
            Math.max(0, expected - reach),
            expected + reach);
    return Optional.of(new Section(ID, TITLE, text, figures));
  }

  private static Figure figure(Matrix counts, int j, double p) {
    List<String> bins =
        IntStream.range(0, counts.width()).mapToObj(b -> Integer.toString(b + 1)).toList();
    String caption = String.format(Locale.ROOT, "Coordinate %d: p = %.2g.", j, p);
    return new Figure.Drawn(
        "calibration-" + j,
        "Bar chart of the ranks of coordinate %d in %d bins.".formatted(j, counts.width()),
        caption,
        BarChart.of("rank, from low to high", "simulations", bins, row(counts, j)),
        false);
  }

  private static double[] row(Matrix counts, int j) {
    return IntStream.range(0, counts.width()).mapToDouble(b -> counts.at(j, b)).toArray();
  }
}
