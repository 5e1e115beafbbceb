package vae.data.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads NumPy's .npz files: zip archives of .npy arrays, plain or compressed. Other members are
 * left out.
 */
public final class Npz {

  private static final String SUFFIX = ".npy";

  private Npz() {}

  /**
   * Every array of the archive by its name, in the archive's order.
   *
   * @throws DataException where the archive or an array is missing or damaged, or all arrays
   *     together exceed the limits
   */
  public static Map<String, RawArray> read(Path file, Limits limits) {
    try (ZipFile zip = open(file)) {
      Map<String, RawArray> arrays = new LinkedHashMap<>();
      long left = limits.bytes();
      for (ZipEntry entry : entries(file, zip)) {
        RawArray array = read(file, zip, entry, new Limits(Math.max(1, left)));
        left -= (long) array.size() * array.kind().storedBytes();
        arrays.put(arrayName(entry), array);
      }
      return arrays;
    } catch (IOException e) {
      throw DataException.of(file.toString(), -1, e);
    }
  }

  /**
   * One array of the archive.
   *
   * @param name the array's name, without ".npy"
   * @throws DataException as {@link #read(Path, Limits)}, and where no array has the name
   */
  public static RawArray read(Path file, String name, Limits limits) {
    try (ZipFile zip = open(file)) {
      List<String> names = new ArrayList<>();
      for (ZipEntry entry : entries(file, zip)) {
        if (arrayName(entry).equals(name)) {
          return read(file, zip, entry, limits);
        }
        names.add(arrayName(entry));
      }
      throw new DataException(
          file.toString(), "expected an array \"" + name + "\", got " + names, "Name one.");
    } catch (IOException e) {
      throw DataException.of(file.toString(), -1, e);
    }
  }

  /**
   * The names of the arrays, in the archive's order.
   *
   * @throws DataException where this is no archive
   */
  public static List<String> names(Path file) {
    try (ZipFile zip = open(file)) {
      return entries(file, zip).stream().map(Npz::arrayName).toList();
    } catch (IOException e) {
      throw DataException.of(file.toString(), -1, e);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file.toString(), "expected a file, got none", "Check the path.");
    }
    try {
      return new ZipFile(file.toFile());
    } catch (IllegalArgumentException e) {
      throw new IOException("not a zip archive: " + e.getMessage(), e);
    }
  }

  private static List<ZipEntry> entries(Path file, ZipFile zip) {
    Map<String, ZipEntry> byName = new LinkedHashMap<>();
    zip.stream()
        .forEach(
            entry -> {
              if (!entry.getName().endsWith(SUFFIX)) {
                return;
              }
              if (byName.put(entry.getName(), entry) != null) {
                throw new DataException(
                    file.toString(),
                    "expected each array once, got \"" + entry.getName() + "\" twice",
                    "Save it with numpy.savez.");
              }
            });
    return List.copyOf(byName.values());
  }

  private static String arrayName(ZipEntry entry) {
    return entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
  }

  private static RawArray read(Path file, ZipFile zip, ZipEntry entry, Limits limits)
      throws IOException {
    String name = file + "!" + entry.getName();
    CRC32 checksum = new CRC32();
    try (CheckedInputStream stream = new CheckedInputStream(zip.getInputStream(entry), checksum);
        Input in = Input.of(name, stream, entry.getSize(), entry.getCompressedSize())) {
      RawArray array = Npy.read(in, limits);
      if (checksum.getValue() != entry.getCrc()) {
        throw new DataException(
            name,
            "expected the checksum %08x, got %08x".formatted(entry.getCrc(), checksum.getValue()),
            "Fetch or save the file again.");
      }
      return array;
    }
  }
}
