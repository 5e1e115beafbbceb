package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;
import vae.data.source.Locations;
import vae.experiments.trained.GivenData;
import vae.experiments.trained.Part;
import vae.experiments.trained.TrainedModel;

/** The examples that a trained model is given. */
final class GivenOptions {

  /** What a command says of the parameter DATA. */
  static final String DATA =
      "A file ending in .npy, .npz or .csv, archive.npz#array, a folder of images, or the name of a"
          + " data set; the run's own data where it is left out.";

  @Option(
      names = "--split",
      description = "Part of the run's own data, or of a data set that is named (default: test).")
  private Part split;

  @Option(
      names = "--scale",
      paramLabel = "S",
      description =
          "What the file's values are divided by (default: images by 255, others as the run's own"
              + " where both are bytes or neither is).")
  private Double scale;

  @Option(
      names = "--labels",
      paramLabel = "COLUMN",
      description = "Column of labels of a CSV file: none, first, last, or its name.")
  private String labels;

  @Option(
      names = "--label",
      paramLabel = "CLASS",
      description = "Class of all examples, for a model that is conditioned on labels.")
  private String label;

  /**
   * The examples.
   *
   * @param data what the person named; null for the run's own
   */
  GivenData of(TrainedModel model, String data, Locations where, PrintWriter out) {
    if (scale != null && !(scale > 0 && Float.isFinite(scale.floatValue()))) {
      throw CommandException.badInput("--scale: expected a finite number above 0, got " + scale);
    }
    Part part = split == null ? Part.TEST : split;
    if (data == null) {
      if (scale != null || labels != null || label != null) {
        throw CommandException.badInput(
            "--scale, --labels and --label are about a file, and none is given"
                + "\nThe run's own data have their scale and labels; choose a part with --split.");
      }
      return GivenData.own(model, part);
    }
    GivenData.Reading reading =
        new GivenData.Reading(
            scale == null ? OptionalDouble.empty() : OptionalDouble.of(scale),
            Optional.ofNullable(labels),
            Optional.ofNullable(label));
    GivenData given = GivenData.of(model, data, part, reading, where);
    if (given.divisor() != 1) {
      out.printf("%s: values divided by %s%n", given.name(), given.divisor());
    }
    return given;
  }
}
