package vae.experiments.trained;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import vae.data.format.DataException;
import vae.data.format.Npz;
import vae.data.missing.MissingNumbers;
import vae.data.missing.MissingValues;
import vae.data.source.CsvFile;
import vae.data.source.Dataset;
import vae.data.source.ImageFolder;
import vae.data.source.Locations;
import vae.data.source.NpyFile;
import vae.data.source.SplitSpec;
import vae.data.transform.NoBinarization;

/**
 * Examples from a file that a person names, read as data sets are, values undivided and all of them
 * in the training part. NaN is a missing value.
 *
 * @param kind of the file, by its name
 * @param path with the name of the array where it is one of an archive
 */
record DataFile(Kind kind, String path) {

  enum Kind {
    NUMPY,
    CSV,
    IMAGES
  }

  private static final String ARCHIVE = ".npz";
  private static final SplitSpec ALL = new SplitSpec(0, 0, 0);
  private static final MissingValues.Spec NAN = new MissingNumbers.Spec(MissingValues.Fill.ZERO);

  /** Characters of a first line that are looked at. */
  private static final int MAX_HEADER = 1 << 16;

  /**
   * The file of that name.
   *
   * @param arrays names that are looked for in an archive, the best first; its only array else
   * @throws DataException where there is none, or its ending says nothing
   */
  static DataFile of(String named, Locations where, String... arrays) {
    if (named.endsWith(ARCHIVE)) {
      List<String> names = Npz.names(where.file(named));
      String array =
          Arrays.stream(arrays)
              .filter(names::contains)
              .findFirst()
              .orElse(names.size() == 1 ? names.getFirst() : "");
      return new DataFile(Kind.NUMPY, array.isEmpty() ? named : named + "#" + array);
    }
    if (named.endsWith(".npy") || named.contains(ARCHIVE + "#")) {
      return new DataFile(Kind.NUMPY, named);
    }
    if (named.endsWith(".csv") || named.endsWith(".csv.gz")) {
      return new DataFile(Kind.CSV, named);
    }
    if (isFolder(named)) {
      return new DataFile(Kind.IMAGES, named);
    }
    throw new DataException(
        named,
        "expected a file ending in .npy, .npz or .csv, a folder of images, or the name of a data"
            + " set, got another",
        "Convert other files to one of these.");
  }

  private static boolean isFolder(String named) {
    try {
      return Files.isDirectory(Path.of(named));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Reads the file.
   *
   * @param labels of a CSV file: none, first, last or a column's name
   * @param channels of images, 1 or 3
   * @param folders whether a folder below that of images is a class
   */
  Dataset read(Locations where, String labels, int channels, boolean folders) {
    return switch (kind) {
      case NUMPY ->
          new NpyFile(new NpyFile.Spec(path, "", 1, new NoBinarization.Spec(), ALL, 0, NAN))
              .load(where);
      case CSV ->
          new CsvFile(
                  new CsvFile.Spec(
                      path, header(where), labels, 1, new NoBinarization.Spec(), ALL, 0, NAN))
              .load(where);
      case IMAGES ->
          new ImageFolder(
                  new ImageFolder.Spec(
                      path,
                      channels,
                      folders ? ImageFolder.Labels.FOLDER : ImageFolder.Labels.NONE,
                      1,
                      new NoBinarization.Spec(),
                      ALL,
                      0,
                      NAN))
              .load(where);
    };
  }

  /** Whether the first line has a cell that is neither a number nor a sign of a missing one. */
  private boolean header(Locations where) {
    Path file = where.file(path);
    char[] start = new char[MAX_HEADER];
    int read = 0;
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain = path.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader text =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      for (int more = 0; more >= 0 && read < start.length; ) {
        read += more;
        more = text.read(start, read, start.length - read);
      }
    } catch (IOException e) {
      throw DataException.of(path, -1, e);
    }
    String line = new String(start, 0, read).lines().findFirst().orElse("");
    return Arrays.stream(line.split(",")).map(String::strip).anyMatch(DataFile::isName);
  }

  private static boolean isName(String cell) {
    String bare = cell.replace("\"", "").strip();
    return bare.matches("(?s)\\p{L}.*") && !bare.matches("(?i)nan|na|n/a|null|none|inf|infinity");
  }
}
