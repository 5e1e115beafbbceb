package vae.data.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Elements;
import vae.data.format.Limits;
import vae.data.format.Npy;
import vae.data.format.Npz;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/**
 * Examples from a NumPy file; the first axis counts examples, the others are their shape.
 *
 * <p>An array of an archive is named after a hash sign: {@code digits.npz#images}. A folder stands
 * for all of its .npy files one after another, in the order of their names. A plain file in
 * row-major order that would fill much of the heap is mapped instead of read: data may be larger
 * than memory.
 */
public record NpyFile(Spec spec) implements DataSource {

  @Describe("Examples from a NumPy file; the first axis counts examples.")
  public record Spec(
      @Describe(
              "The .npy file, a folder of them in the order of their names, or archive.npz#array;"
                  + " absolute, or from the working or data folder.")
          String path,
      @Describe("The file of labels, one integer per example; empty for none.") @Default("\"\"")
          String labels,
      @Describe("What values are divided by; above 0.") @Default("1") double scale,
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("How many examples of the file validate and test; the rest train.") SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      FileSpec.require("path", path, "a file", scale, limit);
    }
  }

  private static final String ARCHIVE = ".npz";
  private static final String ARRAY_OF_ARCHIVE = ARCHIVE + "#";
  private static final String SUFFIX = ".npy";

  @Override
  public Dataset load(Locations where) {
    Optional<RawArray> labels =
        spec.labels().isEmpty() ? Optional.empty() : Optional.of(array(where, spec.labels()));
    Elements values = examples(where, spec.path());
    Content content =
        Content.of(
            spec.path(),
            values,
            (float) spec.scale(),
            labels,
            spec.labels(),
            spec.missing().toleratesNaN());
    return Dataset.split("npy", content, spec.split(), spec.limit())
        .noting(bytesAsTheyAre(values, content));
  }

  /** Other sources of bytes divide by 255 by default. */
  private List<String> bytesAsTheyAre(Elements values, Content content) {
    boolean bytes = values.kind() == ElementKind.U1 && spec.scale() == 1;
    return bytes && content.exceeds(1)
        ? List.of(
            "bytes of "
                + spec.path()
                + " are used as they are, 0 to 255, since scale is 1; scale 255 takes them to"
                + " [0, 1], as it does by default in idx and images")
        : List.of();
  }

  private static Elements examples(Locations where, String path) {
    return archive(where, path)
        .map(array -> Elements.of(path, array.rank() == 0 ? array.reshape(1) : array))
        .orElseGet(
            () ->
                Elements.concatenated(
                    path,
                    where.files(path, SUFFIX).stream()
                        .map(file -> Npy.open(file, Limits.standard()))
                        .toList()));
  }

  /**
   * An array that a spec names.
   *
   * @param path of a .npy file, a folder of them or archive.npz#array
   * @throws DataException where it is missing or damaged
   */
  public static RawArray array(Locations where, String path) {
    return archive(where, path)
        .orElseGet(
            () ->
                RawArray.concatenated(
                    path,
                    where.files(path, SUFFIX).stream()
                        .map(file -> Npy.read(file, Limits.standard()))
                        .toList()));
  }

  private static Optional<RawArray> archive(Locations where, String path) {
    int hash = path.lastIndexOf(ARRAY_OF_ARCHIVE);
    if (path.endsWith(ARCHIVE)) {
      List<String> names = Npz.names(where.file(path));
      throw new DataException(
          path,
          "expected one array of the archive, got the archive of " + names,
          "Name it after a hash sign: "
              + path
              + "#"
              + (names.isEmpty() ? "images" : names.getFirst())
              + ".");
    }
    if (hash < 0) {
      return Optional.empty();
    }
    int name = hash + ARRAY_OF_ARCHIVE.length();
    Path archive = where.file(path.substring(0, name - 1));
    return Optional.of(Npz.read(archive, path.substring(name), Limits.standard()));
  }
}
