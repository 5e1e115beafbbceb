package vae.data.source;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vae.data.format.DataException;

/**
 * What lies in a folder of data that the user named: the one rule for every source.
 *
 * <p>Entries come in the order of their names. Hidden ones are left out. Links are followed, to
 * files and to folders; a link back to a folder that holds it is left out and named; one whose
 * target is missing is refused, since content that was not fetched looks like that. Names that this
 * process cannot spell (a locale that is not installed) are refused: another machine would read
 * them in another order.
 *
 * @param files every regular file, by its path below the folder, compared name by name
 * @param folders every folder, likewise
 * @param loops links that lead back to a folder above them
 */
record DataFolder(List<Path> files, List<Path> folders, List<Path> loops) {

  /**
   * Deeper folders and more entries than this are no data set but a mistake, or links in a knot.
   */
  private static final int MAX_DEPTH = 64;

  private static final int MAX_ENTRIES = 100_000_000;

  /** The folder and all folders below it. */
  static DataFolder walk(Path folder) {
    DataFolder found = new DataFolder(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    found.add(folder, Path.of(""), new ArrayList<>());
    return found;
  }

  /**
   * The regular files right in the folder whose names end with the suffix, in the order of their
   * names, as paths to open.
   */
  static List<Path> list(Path folder, String suffix) {
    return entries(folder).stream()
        .filter(entry -> entry.getFileName().toString().endsWith(suffix))
        .filter(DataFolder::isThere)
        .filter(Files::isRegularFile)
        .toList();
  }

  private void add(Path folder, Path below, List<Path> above) {
    above.add(real(folder));
    if (above.size() > MAX_DEPTH) {
      throw new DataException(
          folder.toString(),
          "expected folders at most " + MAX_DEPTH + " deep, got deeper ones",
          "Name the folder that holds the data.");
    }
    for (Path entry : entries(folder)) {
      Path path = below.resolve(entry.getFileName().toString());
      requireThere(entry);
      if (Files.isDirectory(entry)) {
        if (Files.isSymbolicLink(entry) && above.contains(real(entry))) {
          loops.add(path);
        } else {
          folders.add(path);
          add(entry, path, above);
        }
      } else if (Files.isRegularFile(entry)) {
        files.add(path);
      } else {
        throw new DataException(
            entry.toString(), "expected a file or folder, got neither", "Move it elsewhere.");
      }
      if (files.size() + folders.size() > MAX_ENTRIES) {
        throw new DataException(
            folder.toString(), "expected at most " + MAX_ENTRIES + " entries, got more", "");
      }
    }
    above.removeLast();
  }

  private static List<Path> entries(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path entry : all) {
        if (!entry.getFileName().toString().startsWith(".")) {
          requireSpelt(entry);
          entries.add(entry);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw DataException.of(folder.toString(), -1, e.getCause());
    } catch (IOException e) {
      throw DataException.of(folder.toString(), -1, e);
    }
    entries.sort(Comparator.comparing(entry -> entry.getFileName().toString()));
    return entries;
  }

  /** A name whose bytes have no characters in the process's encoding reads as other bytes. */
  private static void requireSpelt(Path entry) {
    Path name = entry.getFileName();
    try {
      if (name.getFileSystem().getPath(name.toString()).equals(name)) {
        return;
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new DataException(
        entry.toString(),
        "the name cannot be read in the encoding of file names, "
            + System.getProperty("sun.jnu.encoding"),
        "Start Java with LC_ALL=C.UTF-8, or rename the file.");
  }

  private static boolean isThere(Path entry) {
    requireThere(entry);
    return true;
  }

  /**
   * Refuses a link that leads nowhere.
   *
   * @throws DataException where it does
   */
  static void requireThere(Path entry) {
    if (Files.exists(entry, LinkOption.NOFOLLOW_LINKS) && !Files.exists(entry)) {
      throw new DataException(
          entry.toString(),
          "expected a file or folder, got a link whose target is missing",
          "Fetch what it links to, or remove the link.");
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw DataException.of(folder.toString(), -1, e);
    }
  }
}
