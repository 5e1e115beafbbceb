package vae.experiments.report.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import vae.experiments.folder.Folder;
import vae.experiments.sweep.table.TrialResult;

/** The run folder of a trial, as a sweep's report reads it. */
final class KeptRun {

  private KeptRun() {}

  /**
   * The folder of the trial's run; empty where none was kept.
   *
   * @throws vae.experiments.folder.FolderException where it is a link or no folder
   */
  static Optional<Folder> of(TrialResult trial) {
    Optional<Path> path = trial.folder();
    try {
      Optional<Folder> runs =
          path.isEmpty() ? Optional.empty() : Folder.find(path.get().toAbsolutePath().getParent());
      return runs.isEmpty() ? runs : runs.get().findFolder(name(trial));
    } catch (IOException e) {
      return Optional.empty(); // not ours to read
    }
  }

  /** The folder's name. */
  static String name(TrialResult trial) {
    return String.valueOf(trial.folder().orElseThrow().getFileName());
  }

  static boolean has(Folder run, String file) {
    try {
      return run.file(file).exists();
    } catch (IOException e) {
      return false;
    }
  }
}
