package vae.experiments.run;

import java.io.IOException;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.training.Trainer;

/**
 * All that is open while a run trains.
 *
 * @param files that callbacks write
 */
record OngoingRun(
    PreparedRun run,
    RunFolder folder,
    Trainer trainer,
    MetricsLog log,
    Journal journal,
    CallbackFiles files)
    implements AutoCloseable {

  /** Opens log and journal, in whatever state an interrupted run left them. */
  static OngoingRun open(PreparedRun run, RunFolder folder) throws IOException {
    Trainer trainer = run.trainer();
    try {
      Journal journal = run.journal(folder, trainer.stepsPerEpoch());
      MetricsLog log = new MetricsLog(folder.folder().file(MetricsLog.FILE));
      return new OngoingRun(run, folder, trainer, log, journal, new CallbackFiles(folder.folder()));
    } catch (IOException | RuntimeException e) {
      trainer.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (trainer) {
      journal.close();
    }
  }
}
