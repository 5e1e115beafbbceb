package vae.experiments.index;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.sweep.SweepFolder;

/**
 * The run folders and sweeps below a root, with what tells whether they have changed: of a run its
 * result's size and time, of a sweep its plan's and records' and the names of its run folders.
 *
 * <p>Runs are found in the root and in the sweeps and studies in it. Folders that cannot be read
 * are passed over; a link is followed where it names a run or a sweep.
 */
final class RunScan {

  /** root, study or sweep, its runs/, the run: with room for a folder or two that people add. */
  private static final int DEEPEST = 6;

  private final Path root;
  private final SortedMap<String, String> runs = new TreeMap<>();
  private final SortedMap<String, String> sweeps = new TreeMap<>();

  private RunScan(Path root) {
    this.root = root;
  }

  /** Looks at everything below the root. */
  static RunScan of(Path root) {
    RunScan scan = new RunScan(root);
    scan.walk(root, 0);
    return scan;
  }

  /** Stamps of the runs by folder. */
  SortedMap<String, String> runs() {
    return runs;
  }

  /** Stamps of the sweeps by folder. */
  SortedMap<String, String> sweeps() {
    return sweeps;
  }

  private void walk(Path folder, int depth) {
    for (Path child : children(folder)) {
      String name = child.getFileName().toString();
      if (name.startsWith(".")) {
        continue;
      }
      if (exists(child, RunEntry.RESULT)) {
        runs.put(relative(child), stamp(child.resolve(RunEntry.RESULT)));
      } else if (exists(child, RunEntry.EXPERIMENT)) {
        runs.put(relative(child), "unfinished " + stamp(child.resolve(RunEntry.EXPERIMENT)));
      } else if (SweepFolder.isOne(child)) {
        sweep(child, depth);
      } else if (depth + 1 < DEEPEST && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        walk(child, depth + 1);
      }
    }
  }

  private void sweep(Path folder, int depth) {
    SweepFolder sweep = new SweepFolder(folder);
    if (Files.isDirectory(sweep.runs())) {
      walk(sweep.runs(), depth + 1);
    }
    StringBuilder stamp = new StringBuilder(stamp(sweep.plan()));
    if (Files.isDirectory(sweep.results())) {
      children(sweep.results()).forEach(it -> stamp.append(' ').append(stamp(it)));
    }
    List<String> names = List.of();
    if (Files.isDirectory(sweep.runs())) {
      names = children(sweep.runs()).stream().map(it -> it.getFileName().toString()).toList();
    }
    stamp.append(' ').append(names.size()).append(' ').append(names.hashCode());
    sweeps.put(relative(folder), stamp.toString());
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  private static boolean exists(Path folder, String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  /** What is in a folder, by name. */
  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      all.forEach(children::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // vanished, or not ours to read
    }
    children.sort(null);
    return children;
  }

  /** Size and time of a file. */
  private static String stamp(Path file) {
    try {
      BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
      return read.size() + "@" + read.lastModifiedTime();
    } catch (IOException e) {
      return "gone";
    }
  }
}
