package vae.experiments.report.run;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vae.experiments.report.plot.Matrix;
import vae.experiments.report.plot.PictureShape;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;

/**
 * The arrays of {@code evaluation.safetensors}; each may be absent.
 *
 * @param exampleSet which examples were encoded, such as "test"
 * @param picture how data vectors are drawn; absent where there are none
 * @param originals [n, d], row i belongs to row i of the reconstructions
 * @param reconstructions [n, d]
 * @param samples [n, d], means of the likelihood at draws from the prior
 * @param conditions names of the conditions that the samples take in turn; none without a condition
 * @param ratePerDimension [m], KL of each latent coordinate in nats
 * @param latentMeans [N, m]
 * @param latentLabels [N]
 * @param traversal [rows·columns, d]
 * @param traversalColumns pictures per row of the traversal
 * @param traversalCondition the name of its condition; empty without one
 * @param rankHistogram [m, B], ranks of true codes in bins; empty where they were not simulated
 * @param rankPValues [m], the probability of each of its rows where the posterior is exact
 */
public record Evaluation(
    String exampleSet,
    Optional<PictureShape> picture,
    Optional<Matrix> originals,
    Optional<Matrix> reconstructions,
    Optional<Matrix> samples,
    List<String> conditions,
    Optional<double[]> ratePerDimension,
    Optional<Matrix> latentMeans,
    Optional<int[]> latentLabels,
    Optional<Matrix> traversal,
    int traversalColumns,
    String traversalCondition,
    Optional<Matrix> rankHistogram,
    Optional<double[]> rankPValues) {

  /**
   * @throws IllegalArgumentException if shapes contradict each other or the metadata; the message
   *     names the array
   */
  public static Evaluation of(SafeTensors file) {
    Reading reading = new Reading(file);
    Optional<Matrix> originals = reading.matrix("originals", 2);
    Optional<Matrix> reconstructions = reading.matrix("reconstructions", 2);
    Optional<Matrix> samples = reading.matrix("samples", 2);
    Optional<Matrix> traversal = reading.matrix("traversal", 3);
    Optional<Integer> size =
        originals
            .or(() -> reconstructions)
            .or(() -> samples)
            .or(() -> traversal)
            .map(Matrix::width);
    reading.sameWidth("reconstructions", reconstructions, size);
    reading.sameWidth("samples", samples, size);
    reading.sameWidth("traversal", traversal, size);
    if (originals.isPresent()
        && reconstructions.isPresent()
        && originals.get().rows() != reconstructions.get().rows()) {
      throw new IllegalArgumentException(
          "reconstructions: expected %d rows as in originals, got %d"
              .formatted(originals.get().rows(), reconstructions.get().rows()));
    }
    Optional<Matrix> means = reading.matrix("latent_means", 2);
    Optional<int[]> labels = reading.labels("latent_labels", means);
    Optional<Matrix> ranks = reading.matrix("calibration-ranks-p.histogram", 2);
    return new Evaluation(
        file.metadata().getOrDefault("example_set", ""),
        size.map(reading::picture),
        originals,
        reconstructions,
        samples,
        reading.conditions(samples),
        reading.entry("rate_per_dimension", 1).map(SafeTensorsEntry::toDoubles),
        means,
        labels,
        traversal,
        traversal.map(_ -> file.entry("traversal").shape()[1]).orElse(0),
        file.metadata().getOrDefault("traversal_condition", ""),
        ranks,
        reading.pValues("calibration-ranks-p.per_dimension", ranks));
  }

  /** The checks, each knowing the file it reads. */
  private record Reading(SafeTensors file) {

    Optional<SafeTensorsEntry> entry(String name, int rank) {
      Optional<SafeTensorsEntry> entry = Optional.ofNullable(file.entries().get(name));
      entry.ifPresent(
          present -> {
            if (present.shape().length != rank) {
              throw new IllegalArgumentException(
                  "%s: expected %d dimensions, got %d"
                      .formatted(name, rank, present.shape().length));
            }
          });
      return entry.filter(present -> present.size() > 0);
    }

    /** All dimensions but the last become rows. */
    Optional<Matrix> matrix(String name, int rank) {
      return entry(name, rank)
          .map(
              entry -> {
                int width = entry.shape()[rank - 1];
                return new Matrix(entry.size() / width, width, entry.toDoubles());
              });
    }

    void sameWidth(String name, Optional<Matrix> matrix, Optional<Integer> size) {
      if (matrix.isPresent() && matrix.get().width() != size.orElseThrow()) {
        throw new IllegalArgumentException(
            "%s: expected vectors of %d as in the other arrays, got %d"
                .formatted(name, size.get(), matrix.get().width()));
      }
    }

    Optional<int[]> labels(String name, Optional<Matrix> means) {
      Optional<int[]> labels =
          entry(name, 1)
              .map(
                  entry -> {
                    if (entry.type() != SafeTensorsEntry.Type.I32) {
                      throw new IllegalArgumentException(
                          name + ": expected I32, got " + entry.type());
                    }
                    return entry.ints();
                  });
      if (labels.isPresent() && means.isPresent() && labels.get().length != means.get().rows()) {
        throw new IllegalArgumentException(
            "%s: expected %d labels as there are latent_means, got %d"
                .formatted(name, means.get().rows(), labels.get().length));
      }
      return labels;
    }

    /** One for each row of the histogram. */
    Optional<double[]> pValues(String name, Optional<Matrix> histogram) {
      Optional<double[]> values = entry(name, 1).map(SafeTensorsEntry::toDoubles);
      int rows = histogram.map(Matrix::rows).orElse(0);
      if (values.isPresent() && values.get().length != rows) {
        throw new IllegalArgumentException(
            "%s: expected %d values as the histogram has rows, got %d"
                .formatted(name, rows, values.get().length));
      }
      return values;
    }

    /** As many as divide the samples. */
    List<String> conditions(Optional<Matrix> samples) {
      String names = file.metadata().getOrDefault("sample_conditions", "");
      List<String> conditions = names.isEmpty() ? List.of() : List.of(names.split("\n", -1));
      int rows = samples.map(Matrix::rows).orElse(0);
      if (!conditions.isEmpty() && rows % conditions.size() != 0) {
        throw new IllegalArgumentException(
            "metadata.sample_conditions: expected a divisor of %d samples, got %d names"
                .formatted(rows, conditions.size()));
      }
      return conditions;
    }

    PictureShape picture(int size) {
      SortedMap<String, String> metadata = file.metadata();
      if (!metadata.containsKey("height") || !metadata.containsKey("width")) {
        return PictureShape.strip(size);
      }
      int height = extent("height");
      int width = extent("width");
      int channels = metadata.containsKey("channels") ? extent("channels") : 1;
      if ((long) height * width * channels != size) {
        throw new IllegalArgumentException(
            "metadata: height × width × channels is %d × %d × %d, but the vectors have %d entries"
                .formatted(height, width, channels, size));
      }
      PictureShape.Layout layout =
          switch (metadata.getOrDefault("layout", "hwc")) {
            case "hwc" -> PictureShape.Layout.INTERLEAVED;
            case "chw" -> PictureShape.Layout.PLANES;
            default ->
                throw new IllegalArgumentException(
                    "metadata.layout: expected \"hwc\" or \"chw\", got \""
                        + metadata.get("layout")
                        + "\"");
          };
      return new PictureShape(height, width, channels, layout);
    }

    private int extent(String key) {
      String text = file.metadata().get(key);
      if (!text.matches("[1-9][0-9]{0,5}")) {
        throw new IllegalArgumentException(
            "metadata." + key + ": expected an integer from 1 to 999999, got \"" + text + "\"");
      }
      return Integer.parseInt(text);
    }
  }
}
