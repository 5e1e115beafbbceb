package vae.experiments.index;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;

/**
 * The run folders and sweeps below a root, with what tells whether they have changed: of a run its
 * result's {@linkplain FolderFile#stamp stamp}, of a sweep its plan's and records' and the names of
 * its run folders.
 *
 * <p>Runs are found in the root and in the sweeps and studies in it. Folders that cannot be read
 * are passed over, and so are links.
 */
final class RunScan {

  /** root, study or sweep, its runs/, the run: with room for a folder or two that people add. */
  private static final int DEEPEST = 6;

  private static final String PLAN = "plan.jsonl";
  private static final String RESULTS = "results";
  private static final String RUNS = "runs";

  private final SortedMap<String, String> runs = new TreeMap<>();
  private final SortedMap<String, String> sweeps = new TreeMap<>();

  private RunScan() {}

  static RunScan of(Folder root) {
    RunScan scan = new RunScan();
    scan.walk(root, "", 0);
    return scan;
  }

  SortedMap<String, String> runs() {
    return runs;
  }

  SortedMap<String, String> sweeps() {
    return sweeps;
  }

  private void walk(Folder folder, String path, int depth) {
    for (Folder.Child child : children(folder)) {
      try {
        if (child.kind() == Folder.Kind.FOLDER && child.problem().isEmpty()) {
          look(folder.folder(child.name()), path + child.name(), depth);
        }
      } catch (IOException | FolderException e) {
        continue; // vanished, or not ours to read
      }
    }
  }

  private void look(Folder folder, String path, int depth) throws IOException {
    if (isFile(folder, RunEntry.RESULT)) {
      runs.put(path, folder.file(RunEntry.RESULT).stamp());
    } else if (isFile(folder, RunEntry.EXPERIMENT)) {
      runs.put(path, "unfinished " + folder.file(RunEntry.EXPERIMENT).stamp());
    } else if (isFile(folder, PLAN)) {
      sweep(folder, path, depth);
    } else if (depth + 1 < DEEPEST) {
      walk(folder, path + "/", depth + 1);
    }
  }

  private static boolean isFile(Folder folder, String name) throws IOException {
    return folder.kind(name) == Folder.Kind.FILE;
  }

  private void sweep(Folder sweep, String path, int depth) throws IOException {
    StringBuilder stamp = new StringBuilder(sweep.file(PLAN).stamp());
    Optional<Folder> results = sweep.findFolder(RESULTS);
    if (results.isPresent()) {
      for (String name : results.get().files(_ -> true)) {
        stamp.append(' ').append(results.get().file(name).stamp());
      }
    }
    Optional<Folder> kept = sweep.findFolder(RUNS);
    List<String> names = kept.isPresent() ? kept.get().folders() : List.of();
    kept.ifPresent(folder -> walk(folder, path + "/" + RUNS + "/", depth + 1));
    stamp.append(' ').append(names.size()).append(' ').append(names.hashCode());
    sweeps.put(path, stamp.toString());
  }

  private static List<Folder.Child> children(Folder folder) {
    try {
      return folder.children();
    } catch (IOException | FolderException e) {
      return List.of(); // vanished, or not ours to read
    }
  }
}
