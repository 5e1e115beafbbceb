package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.journal.MetricsLog;

/**
 * A run that resumes later from its checkpoint, bit for bit as if it had not paused.
 *
 * @param folder where the run is; it holds no {@code result.json}
 * @param reached whether it trained as far as the pause asked; where not, it was stopped before
 * @param metrics at the end of the pause's last epoch, by name; empty where that was not reached
 */
public record PausedRun(
    Path folder, boolean reached, int epoch, SortedMap<String, Measured> metrics)
    implements RunOutcome {

  public PausedRun {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  /** A run that trained to the end of the epoch, at least. */
  public static PausedRun at(Path folder, int epoch) throws IOException {
    FolderFile log = Folder.open(folder).file(MetricsLog.FILE);
    return new PausedRun(folder, true, epoch, EpochEvaluation.measured(MetricsLog.at(log, epoch)));
  }
}
