package vae.data.source;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import vae.data.format.DataException;

/**
 * The folders in which data sets are looked for, in this order.
 *
 * @param option what {@code --data} says
 * @param environment what {@code $VAE_DATA} says
 * @param cache the user's cache, {@code $XDG_CACHE_HOME/vae} or {@code ~/.cache/vae}
 * @param system where the system's packages put data sets, {@code /usr/share/datasets}
 */
public record Locations(
    Optional<Path> option, Optional<Path> environment, Path cache, Path system) {

  private static final Path SYSTEM = Path.of("/usr/share/datasets");

  /** The folders of this process. */
  public static Locations standard(Optional<Path> option) {
    return of(option, System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** The folders of a process with the given environment and home folder. */
  public static Locations of(Optional<Path> option, Map<String, String> environment, Path home) {
    Optional<Path> data =
        Optional.ofNullable(environment.get("VAE_DATA")).filter(s -> !s.isBlank()).map(Path::of);
    // The XDG specification has relative paths ignored.
    Path cache =
        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
            .filter(s -> !s.isBlank())
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(home.resolve(".cache"));
    return new Locations(option, data, cache.resolve("vae"), SYSTEM);
  }

  /** The folders that are set, each with what sets it, in the order of search. */
  public Map<String, Path> folders() {
    Map<String, Path> folders = new LinkedHashMap<>();
    option.ifPresent(path -> folders.put("--data", path));
    environment.ifPresent(path -> folders.put("$VAE_DATA", path));
    folders.put("user cache", cache);
    folders.put("system", system);
    return folders;
  }

  /** The folder that downloads go to: {@code --data}, else {@code $VAE_DATA}, else the cache. */
  public Path downloads() {
    return option.or(() -> environment).orElse(cache);
  }

  /**
   * The first folder of the data set's name that holds all of the files, plain or with .gz.
   *
   * @throws DataException where there is none: lists every place looked in and the command that
   *     fetches the data set
   */
  public Path find(String dataset, List<String> files) {
    return findFolder(
        dataset,
        List.of(dataset),
        files,
        "Fetch it with `./vae data fetch %s`, or name the folder that holds \"%s\" with --data."
            .formatted(dataset, dataset));
  }

  /**
   * The first folder of one of several names that holds all of the files, plain or with .gz.
   *
   * @param names of folders, the best first
   * @param fix how to get the files, for the message
   * @throws DataException where there is none: lists every place looked in
   */
  public Path findFolder(String dataset, List<String> names, List<String> files, String fix) {
    List<String> looked = unset();
    for (Map.Entry<String, Path> place : folders().entrySet()) {
      for (String name : names) {
        Path folder = place.getValue().resolve(name);
        DataFolder.requireThere(folder);
        List<String> missing = files.stream().filter(f -> variant(folder, f).isEmpty()).toList();
        if (missing.isEmpty()) {
          return folder;
        }
        boolean there = Files.isDirectory(folder);
        String why = there ? "lacks " + String.join(", ", missing) : "no folder";
        looked.add(place.getKey() + " " + folder + " (" + why + ")");
      }
    }
    throw new DataException(
        dataset,
        "the data set is in none of the places looked in: " + String.join("; ", looked),
        fix);
  }

  /**
   * The first file of a data set that comes as one of several files, plain or with .gz.
   *
   * @param paths from each of the folders, the best first
   * @param fix how to get one, for the message
   * @throws DataException where there is none: lists every place looked in
   */
  public Path findAny(String dataset, List<String> paths, String fix) {
    List<String> looked = unset();
    for (Map.Entry<String, Path> place : folders().entrySet()) {
      for (String path : paths) {
        Optional<Path> found = variant(place.getValue(), path);
        if (found.isPresent()) {
          return found.get();
        }
      }
      looked.add(place.getKey() + " " + place.getValue());
    }
    throw new DataException(
        dataset,
        "found none of %s in the places looked in: %s"
            .formatted(String.join(", ", paths), String.join("; ", looked)),
        fix);
  }

  private List<String> unset() {
    List<String> unset = new ArrayList<>();
    if (option.isEmpty()) {
      unset.add("--data (not given)");
    }
    if (environment.isEmpty()) {
      unset.add("$VAE_DATA (not set)");
    }
    return unset;
  }

  /** The file of that name in the folder, else the same with .gz. */
  public static Optional<Path> variant(Path folder, String file) {
    Path plain = folder.resolve(file);
    Path packed = folder.resolve(file + ".gz");
    if (Files.isRegularFile(plain)) {
      return Optional.of(plain);
    }
    DataFolder.requireThere(plain);
    DataFolder.requireThere(packed);
    return Optional.of(packed).filter(Files::isRegularFile);
  }

  /**
   * The file that a spec names: as it stands where the path is absolute, else from the working
   * folder, else from the first of the folders that has it.
   *
   * @throws DataException where there is none: lists every place looked in
   */
  public Path file(String path) {
    return look(path, "a file", Files::isRegularFile);
  }

  /**
   * The folder that a spec names, looked for as by {@link #file}.
   *
   * @throws DataException where there is none: lists every place looked in
   */
  public Path folder(String path) {
    return look(path, "a folder", Files::isDirectory);
  }

  /**
   * The file that a spec names, or where it names a folder, the folder's files in the order of
   * their names, by the rule of {@link DataFolder}. Looked for as by {@link #file}.
   *
   * @param suffix what the names of the folder's files end with; empty for any
   * @throws DataException where there is none: lists every place looked in
   */
  public List<Path> files(String path, String suffix) {
    Path found =
        look(path, "a file or folder", p -> Files.isRegularFile(p) || Files.isDirectory(p));
    if (Files.isRegularFile(found)) {
      return List.of(found);
    }
    List<Path> files = DataFolder.list(found, suffix);
    if (files.isEmpty()) {
      throw new DataException(
          path,
          "expected a folder of files"
              + (suffix.isEmpty() ? "" : " ending in " + suffix)
              + ", found none in "
              + found.toAbsolutePath(),
          "Put the files there, or correct the path.");
    }
    return files;
  }

  private Path look(String path, String wanted, Predicate<Path> fits) {
    Path asGiven;
    try {
      asGiven = Path.of(path);
    } catch (InvalidPathException e) {
      throw new DataException(path, "expected a path: " + e.getMessage(), "Correct the path.");
    }
    if (fits.test(asGiven)) {
      return asGiven;
    }
    DataFolder.requireThere(asGiven);
    List<String> looked = new ArrayList<>(List.of(asGiven.toAbsolutePath().toString()));
    if (!asGiven.isAbsolute()) {
      for (Path folder : folders().values()) {
        Path candidate = folder.resolve(path);
        if (fits.test(candidate)) {
          return candidate;
        }
        DataFolder.requireThere(candidate);
        looked.add(candidate.toString());
      }
    }
    throw new DataException(
        path,
        "expected " + wanted + ", found none of " + String.join(", ", looked),
        "Correct the path, or name the folder that holds the file with --data.");
  }
}
