package vae.experiments.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.Pause;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.SharedData;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/**
 * One worker: runs tasks one after the other and says how each ended.
 *
 * <p>Whatever a trial meets is in its record; only what concerns the whole sweep is thrown: that
 * the data are not those of its other trials.
 */
public final class TrialRunner {

  private final SpecReader reader;
  private final RunEnvironment environment;
  private final RunSettings.Finisher finisher;
  private final String worker;
  private final Keep keep;

  /** A worker that keeps the run folders. */
  public TrialRunner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      RunSettings.Finisher finisher,
      String worker) {
    this(slots, kernels, locations, finisher, worker, new SharedData(), Keep.RUNS);
  }

  public TrialRunner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      RunSettings.Finisher finisher,
      String worker,
      SharedData data,
      Keep keep) {
    this.reader = new SpecReader(slots.catalogue());
    this.environment = new RunEnvironment(slots, kernels, locations, data);
    this.finisher = finisher;
    this.worker = worker;
    this.keep = keep;
  }

  /**
   * Runs a task in its run folder below the root. A folder that another process owns is a failure.
   */
  public TrialRecord run(Task task, Path root, boolean resume, Progress progress) {
    long begin = System.nanoTime();
    return switch (attempt(task, root, resume, progress, () -> false)) {
      case Attempt.Ended ended -> ended.record();
      case Attempt.Left left -> failed(task.trial(), left.reason(), begin);
    };
  }

  /**
   * Runs a task in its run folder below the root, unless another process does, and until it is
   * asked to stop.
   *
   * @param resume continue from checkpoints that an interrupted attempt left there
   * @param progress of which {@link Progress#loaded} may refuse the data
   * @param stop asked after each step of training; the run is then left at a checkpoint
   */
  public Attempt attempt(
      Task task, Path root, boolean resume, Progress progress, BooleanSupplier stop) {
    long begin = System.nanoTime();
    Trial trial = task.trial();
    LoadedData loaded = new LoadedData(_ -> {}, progress);
    try {
      Resolved experiment = reader.read(trial.experiment().toString());
      Pause pause = new Pause(task.epochs(), stop);
      return switch (runner(root).run(experiment, resume, loaded, pause)) {
        case RunResult result -> ended(trial, result, loaded.hash(), begin);
        case PausedRun paused ->
            paused.reached()
                ? paused(trial, paused, loaded.hash(), begin)
                : new Attempt.Left("stopped after epoch " + paused.epoch());
      };
    } catch (ChangedDataException e) {
      throw e;
    } catch (RunFolderException e) {
      return e.isTaken()
          ? new Attempt.Left(e.getMessage())
          : new Attempt.Ended(failed(trial, e.getMessage(), begin), Optional.empty());
    } catch (IOException
        | RuntimeException
        | LinkageError
        | StackOverflowError
        | OutOfMemoryError e) {
      return new Attempt.Ended(failed(trial, reason(e), begin), Optional.empty());
    }
  }

  private Runner runner(Path root) {
    RunSettings settings = RunSettings.in(root).finishedBy(finisher);
    return new Runner(environment, keep == Keep.RUNS ? settings : settings.keepingNothing());
  }

  private Attempt ended(Trial trial, RunResult result, String data, long begin) {
    TrialRecord record =
        TrialRecord.of(trial, result, kept(result.folder()), seconds(begin), worker, data);
    return new Attempt.Ended(record, Optional.of(result.folder()));
  }

  private Attempt paused(Trial trial, PausedRun paused, String data, long begin) {
    TrialRecord record =
        TrialRecord.paused(trial, paused, kept(paused.folder()), seconds(begin), worker, data);
    return new Attempt.Ended(record, Optional.of(paused.folder()));
  }

  private String kept(Path folder) {
    return keep == Keep.RUNS ? folder.getFileName().toString() : "";
  }

  private TrialRecord failed(Trial trial, String reason, long begin) {
    return TrialRecord.failed(trial, reason, seconds(begin), worker);
  }

  private static String reason(Throwable e) {
    if (e instanceof UncheckedIOException unchecked) {
      return reason(unchecked.getCause());
    }
    String name = e.getClass().getSimpleName();
    if (e instanceof VirtualMachineError || e instanceof LinkageError) {
      return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }
    return e.getMessage() == null ? name : e.getMessage();
  }

  private static double seconds(long begin) {
    return Math.round((System.nanoTime() - begin) / 1e6) / 1e3;
  }
}
