package vae.experiments.sweep.slurm;

import java.io.IOException;
import vae.experiments.run.SharedData;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.worker.ClusterWorker;
import vae.experiments.sweep.worker.WorkOrder;
import vae.experiments.sweep.worker.WorkerSettings;
import vae.experiments.wiring.Plugins;

/** What a task of an array does: runs its trials and writes their records. */
public final class ArrayTask {

  private ArrayTask() {}

  /**
   * Runs the trials of a task.
   *
   * @throws RunFolderException where there is no such submission
   */
  public static void run(
      SweepFolder sweep, String submission, int index, int threads, String worker)
      throws IOException {
    if (!submission.matches(Submission.PREFIX + "[0-9a-f]+")) {
      throw new RunFolderException(submission + ": is not the name of a submission");
    }
    Submission array = Submission.of(sweep, submission);
    WorkerSettings settings = array.workers();
    try (RecordFile records = array.ownRecords();
        ClusterWorker runner =
            new ClusterWorker(
                settings, Plugins.load(settings.plugins()), new SharedData(), threads, worker)) {
      for (WorkOrder order : array.task(index)) {
        records.append(runner.run(order));
      }
    }
  }
}
