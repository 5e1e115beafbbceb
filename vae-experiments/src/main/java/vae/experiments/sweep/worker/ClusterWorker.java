package vae.experiments.sweep.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.SharedData;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.LoadedData;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRunner;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/**
 * A cluster's worker: runs one order after the other, with kernels of its own.
 *
 * <p>How a trial ended is in its record, whatever it met. Reports are not written here: {@code vae
 * report} makes one from a run folder at any time.
 */
public final class ClusterWorker implements AutoCloseable {

  private final KernelSet kernels;
  private final TrialRunner runner;
  private final Optional<Attempts> attempts;
  private final String name;

  /**
   * @param shared data sets that other workers of the process have loaded
   * @throws RunFolderException where the sweep's folder is not the driver's
   */
  public ClusterWorker(
      WorkerSettings settings, Slots slots, SharedData shared, int threads, String name) {
    settings.folder().ifPresent(folder -> requireShared(new SweepFolder(folder), settings, name));
    this.name = name;
    SpecReader reader = new SpecReader(slots.catalogue());
    kernels = KernelSet.choose(settings.kernels(), threads);
    Keep keep = settings.folder().isPresent() ? Keep.RUNS : Keep.RECORDS;
    Locations locations = Locations.standard(settings.data());
    runner = new TrialRunner(slots, kernels, locations, _ -> {}, name, shared, keep);
    attempts =
        settings
            .folder()
            .map(folder -> new Attempts(new SweepFolder(folder), reader, runner, name));
  }

  private static void requireShared(SweepFolder sweep, WorkerSettings settings, String name) {
    Path token = sweep.attempts().resolve(settings.token());
    if (!settings.token().isEmpty() && !Files.isRegularFile(token)) {
      throw new RunFolderException(
          ("%s: %s does not see the folder that the driver writes to (no %s in it). Put --runs on a"
                  + " disk that all machines share, or keep no run folders: --keep records")
              .formatted(sweep.path(), name, token.getFileName()));
    }
  }

  /** Runs the order; where run folders are kept, by an attempt. */
  public TrialRecord run(WorkOrder order) {
    return attempts
        .map(it -> it.run(order, Progress.UNWATCHED))
        .orElseGet(() -> keepingNothing(order));
  }

  private TrialRecord keepingNothing(WorkOrder order) {
    try {
      Path scratch = Files.createTempDirectory("vae-trial-");
      try {
        Progress checked = new LoadedData(found -> order.require(found, name), Progress.UNWATCHED);
        return runner.run(order.task(), scratch, false, checked);
      } catch (ChangedDataException e) {
        return failed(order, e.getMessage()).on(e.found());
      } finally {
        AttemptFolders.remove(scratch);
      }
    } catch (IOException e) {
      return failed(order, "the folder for temporary files cannot be used: " + e);
    }
  }

  private TrialRecord failed(WorkOrder order, String message) {
    return TrialRecord.failed(order.task().trial(), message, 0, name);
  }

  @Override
  public void close() {
    kernels.close();
  }
}
