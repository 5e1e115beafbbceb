package vae.experiments.sweep.worker;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.experiments.folder.DurableFile;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.LoadedData;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRunner;
import vae.experiments.training.Progress;

/**
 * Attempts at trials on a folder that several machines share.
 *
 * <p>Each works in a folder of its own, {@code attempts/<trial>-<unique>/}, so that two of the same
 * trial (a lost worker that still runs, a speculative copy) never meet. What it made is moved to
 * {@code runs/} by one rename. The first one counts; a later one must have the same digest.
 *
 * <p>A new attempt resumes from the latest intact checkpoint that any other one of its trial left:
 * checkpoints are pure functions of the experiment and are verified when they are read, so a copy
 * of one is as good as an own.
 */
public final class Attempts {

  private static final Logger LOG = LogManager.getLogger(Attempts.class);

  /** Other attempts may put a folder there between a look and a move; not this often. */
  private static final int MAX_MOVES = 10;

  private final SweepFolder sweep;
  private final AttemptFolders folders;
  private final SpecReader reader;
  private final TrialRunner runner;
  private final String worker;

  public Attempts(SweepFolder sweep, SpecReader reader, TrialRunner runner, String worker) {
    this.sweep = sweep;
    this.folders = new AttemptFolders(sweep);
    this.reader = reader;
    this.runner = runner;
    this.worker = worker;
  }

  /**
   * Runs the order's task, or gives the result that another attempt has moved to its place.
   *
   * @return how it ended; where the folder cannot be written, a failure that says so
   */
  public TrialRecord run(WorkOrder order, Progress progress) {
    try {
      Progress checked = new LoadedData(found -> order.require(found, worker), progress);
      return attempt(order, ExpectedRun.of(order, reader), checked);
    } catch (IOException e) {
      return failed(order.task().trial(), "%s: %s".formatted(sweep.path(), e));
    }
  }

  private TrialRecord attempt(WorkOrder order, ExpectedRun run, Progress progress)
      throws IOException {
    Trial trial = order.task().trial();
    Optional<RecordedRun> known = run.isKnown() ? result(run.folder()) : Optional.empty();
    if (known.isPresent()) {
      folders.removeAll(trial);
      return TrialRecord.of(trial, known.get(), worker);
    }
    Path own = folders.begin(trial);
    boolean adopted = folders.adopt(trial, run, own);
    TrialRecord record;
    try {
      record = runner.run(order.task(), own, adopted, progress);
      if (adopted && record.status() == TrialRecord.Status.FAILED) {
        LOG.warn("trial {}: {}; starting it afresh", trial.id(), record.message());
        AttemptFolders.remove(own);
        record = runner.run(order.task(), own, false, progress);
      }
    } catch (ChangedDataException e) {
      AttemptFolders.remove(own);
      return failed(trial, e.getMessage()).on(e.found());
    }
    return switch (record.status()) {
      case FAILED -> {
        folders.abandon(own);
        yield record;
      }
      case PAUSED, COMPLETE, DIVERGED -> publish(trial, own, record);
    };
  }

  /** The result in a run folder of the sweep; empty where that is missing or unfinished. */
  private Optional<RecordedRun> result(String folder) throws IOException {
    Path path = sweep.runs().resolve(folder);
    return Files.isRegularFile(path.resolve("result.json"))
            && Files.isRegularFile(path.resolve(RunFolder.MANIFEST))
        ? Optional.of(RecordedRun.read(path))
        : Optional.empty();
  }

  /**
   * Moves a run to its place. What is there already stays where it is finished or, of a run that
   * resumes later, has come as far.
   */
  private TrialRecord publish(Trial trial, Path own, TrialRecord record) throws IOException {
    Path from = own.resolve(record.folder());
    Path target = sweep.runs().resolve(record.folder());
    boolean pauses = record.status() == TrialRecord.Status.PAUSED;
    for (int i = 0; i < MAX_MOVES; i++) {
      boolean moved = move(from, target);
      Optional<RecordedRun> first = moved ? Optional.empty() : result(record.folder());
      if (!moved && !pauses && first.isPresent() && differs(record, first.get())) {
        return failed(trial, twoDigests(record, first.get(), from));
      }
      if (moved
          || first.isPresent()
          || pauses && AttemptFolders.newestStep(target) >= AttemptFolders.newestStep(from)) {
        folders.removeAll(trial);
        return record;
      }
      folders.setAside(trial, target);
    }
    throw new FileSystemException(
        target.toString(), null, "other attempts move to it all the time");
  }

  private static boolean differs(TrialRecord record, RecordedRun first) {
    return !first.result().digest().equals(record.digest());
  }

  private String twoDigests(TrialRecord record, RecordedRun first, Path own) {
    return ("two attempts ended with different digests: %s in %s, %s by %s in %s. One of the"
            + " machines computes other bits; `vae doctor` on both, and `vae reproduce` of the"
            + " runs, tell which")
        .formatted(first.result().digest(), first.folder(), record.digest(), worker, own);
  }

  /** Whether the folder is now the target: not where one is there already. */
  private static boolean move(Path from, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    if (Files.exists(target)) {
      return false;
    }
    try {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (Files.exists(target)) {
        return false;
      }
      throw e;
    }
    DurableFile.forceFolder(target.getParent());
    return true;
  }

  private TrialRecord failed(Trial trial, String message) {
    return TrialRecord.failed(trial, message, 0, worker);
  }
}
