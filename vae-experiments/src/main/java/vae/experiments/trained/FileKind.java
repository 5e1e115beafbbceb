package vae.experiments.trained;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a result is written as, by the ending of its file. */
public enum FileKind {
  /** Arrays for NumPy. */
  NPZ,
  /** Rows of numbers below a line of names. */
  CSV,
  /** Pictures in a grid. */
  PNG;

  /** The kind that the name of a file ends with. */
  public static Optional<FileKind> of(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(kind -> name.endsWith("." + kind.name().toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
