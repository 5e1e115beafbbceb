package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.source.Locations;
import vae.experiments.run.Cadence;
import vae.experiments.run.RunResult;
import vae.experiments.run.Runner;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/**
 * One worker: runs tasks one after the other and says how each ended.
 *
 * <p>Whatever a trial meets is in its record; only what concerns the whole sweep is thrown.
 */
public final class TrialRunner {

  private final SpecReader reader;
  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final Runner.Finisher finisher;
  private final String worker;

  /**
   * @param kernels this worker's own, with its share of the threads
   * @param finisher what is done with a finished run folder before its manifest is written
   * @param worker its name, for people
   */
  public TrialRunner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      Runner.Finisher finisher,
      String worker) {
    this.reader = new SpecReader(slots.catalogue());
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.finisher = finisher;
    this.worker = worker;
  }

  /**
   * Runs a task in its run folder below the root.
   *
   * @param root where the run folder is made
   * @param resume go on from checkpoints that an interrupted attempt left there
   */
  public TrialRecord run(Task task, Path root, boolean resume, Progress progress) {
    long begin = System.nanoTime();
    Trial trial = task.trial();
    try {
      Resolved experiment = reader.read(trial.experiment().toString());
      Runner runner = new Runner(slots, kernels, locations, root, finisher, Cadence.STANDARD);
      RunResult result = runner.run(experiment, resume, progress);
      return record(trial, experiment, result, begin);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return failed(trial, reason(e), begin);
    }
  }

  private TrialRecord record(Trial trial, Resolved experiment, RunResult result, long begin) {
    boolean complete = result.status() == RunResult.Status.COMPLETE;
    return new TrialRecord(
        trial.id(),
        complete ? TrialRecord.Status.COMPLETE : TrialRecord.Status.DIVERGED,
        complete ? experiment.spec().training().epochs() : 0,
        result.folder().getFileName().toString(),
        result.digest(),
        result.metrics(),
        result.message(),
        seconds(begin),
        worker);
  }

  private TrialRecord failed(Trial trial, String reason, long begin) {
    return new TrialRecord(
        trial.id(),
        TrialRecord.Status.FAILED,
        0,
        "",
        "",
        new TreeMap<>(),
        reason,
        seconds(begin),
        worker);
  }

  private static String reason(Throwable e) {
    boolean told = e instanceof SpecException || e.getMessage() != null;
    return told ? e.getMessage() : e.getClass().getSimpleName();
  }

  private static double seconds(long begin) {
    return Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
  }
}
