package vae.experiments.sweep.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import vae.experiments.folder.Folder;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepData;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Sweep;
import vae.experiments.sweep.plan.SweepReader;
import vae.experiments.sweep.worker.DataHashes;

/**
 * Drives a sweep: freezes its plan, finds what is pending, has a launcher run it, and puts every
 * record on the disk before it counts.
 *
 * <p>One driver at a time owns the sweep's folder, by a lock of the operating system. A driver that
 * is killed at any moment loses nothing but trials that had not ended: all that it knows is in the
 * folder. A record is a result on its own, also where its run folder was removed; a finished run
 * folder without a record counts too and gets one.
 */
public final class SweepRunner implements AutoCloseable {

  private final SweepFolder folder;
  private final RunFolder owned;
  private final SweepData data;

  private SweepRunner(SweepFolder folder, RunFolder owned, SweepData data) {
    this.folder = folder;
    this.owned = owned;
    this.data = data;
  }

  /**
   * Takes the sweep's folder, which is made where it is missing.
   *
   * @throws RunFolderException where another process drives the sweep
   */
  public static SweepRunner own(SweepFolder folder) throws IOException {
    RunFolder owned = RunFolder.own(folder.path(), "sweep");
    try {
      folder.requireRegular();
      boolean begun = SweepFolder.isOne(folder.path());
      return new SweepRunner(
          folder, owned, begun ? SweepData.read(folder) : SweepData.none(folder));
    } catch (IOException | RuntimeException e) {
      owned.close();
      throw e;
    }
  }

  /**
   * Compares the data as they are now with those that the sweep's trials were trained on, before
   * anything is planned or run.
   *
   * @param trials of the plan, those that are not frozen yet included
   * @param found the data that can be loaded here; others are compared where they are
   * @throws ChangedDataException where they are others
   */
  public void requireData(List<Trial> trials, DataHashes found) throws IOException {
    if (!data.isSaved()) {
      know(trials, Records.read(folder.results()));
    }
    for (Trial trial : trials) {
      found.of(trial).ifPresent(hash -> data.require(trial, hash, ""));
      if (data.of(trial).isPresent() && found.problem(trial).isPresent()) {
        throw data.changed(trial, "", "what cannot be used: " + found.problem(trial).get());
      }
    }
  }

  /** What the records say of the data, where no file does: sweeps of version 0.1.0 have none. */
  private void know(List<Trial> trials, Records records) {
    if (data.isSaved()) {
      return;
    }
    for (Trial trial : trials) {
      records
          .result(trial)
          .flatMap(record -> data.learned(trial, record))
          .ifPresent(other -> data.require(trial, other, "of trial " + trial.id()));
    }
  }

  /**
   * Freezes the plan, or adds to the frozen one what is new.
   *
   * @throws vae.core.spec.SpecException where the sweep does not plan all that is frozen
   */
  public FrozenSweep freeze(Sweep sweep) throws IOException {
    return FrozenSweep.of(folder, sweep);
  }

  /**
   * The plan that is frozen already.
   *
   * @throws RunFolderException where there is none
   */
  public FrozenSweep frozen(SweepReader reader) throws IOException {
    return FrozenSweep.existing(folder, reader);
  }

  /**
   * Runs what is pending, as far as the rules allow.
   *
   * @return how far the sweep is then
   * @throws IOException where the folder cannot be written, or the launcher's cluster is lost; what
   *     was recorded before stays
   */
  public SweepState run(
      FrozenSweep sweep, Launcher launcher, SweepRules rules, SweepListener listener)
      throws IOException {
    Records records = Records.read(folder.results());
    know(sweep.trials(), records);
    data.save();
    Optional<Promotions> promotions =
        sweep.rungs().map(rungs -> new Promotions(sweep.trials(), rungs, sweep.goal()));
    String unwritten = "";
    FinishedRuns finished = new FinishedRuns(folder, records, data, listener);
    finished.reopenDamaged(sweep.trials());
    try (RecordFile file = RecordFile.in(folder.results())) {
      List<TrialRecord> found = finished.withoutRecord(sweep.trials());
      for (TrialRecord record : found) {
        file.append(record);
        records.add(record);
      }
      if (!found.isEmpty()) {
        listener.told("%d finished runs had no record; they have one now".formatted(found.size()));
      }
      Set<String> over = rules.retryFailed() ? new HashSet<>() : failed(sweep, records);
      Driving driving = new Driving(file, records, rules, listener, over);
      List<Task> tasks = next(sweep, promotions, records, over);
      while (!tasks.isEmpty() && !driving.stop() && !driving.interrupted()) {
        driving.ended = 0;
        listener.stage(tasks, SweepState.of(sweep.trials(), promotions, records));
        unwritten = launch(launcher, tasks, driving);
        if (driving.ended < tasks.size()) {
          break; // stopped, or others work on the rest
        }
        tasks = next(sweep, promotions, records, over);
      }
    }
    SweepState state = SweepState.of(sweep.trials(), promotions, records).unwritten(unwritten);
    if (state.pending() == 0) {
      tidy();
    }
    return state;
  }

  /** Runs the tasks; where the disk takes no more records the sweep stops, and says why. */
  private static String launch(Launcher launcher, List<Task> tasks, Driving driving)
      throws IOException {
    try {
      launcher.run(tasks, driving);
    } catch (IOException e) {
      if (driving.unwritten.isEmpty()) {
        throw e;
      }
    }
    return driving.unwritten;
  }

  private static Set<String> failed(FrozenSweep sweep, Records records) {
    Set<String> failed = new HashSet<>();
    for (Trial trial : sweep.trials()) {
      if (records.of(trial).filter(it -> !it.status().isFinal()).isPresent()) {
        failed.add(trial.id());
      }
    }
    return failed;
  }

  private static List<Task> next(
      FrozenSweep sweep, Optional<Promotions> promotions, Records records, Set<String> over) {
    return promotions.isPresent()
        ? promotions.get().next(records, over)
        : Promotions.unended(sweep.trials(), records, over);
  }

  private final class Driving implements Launcher.Watch {

    private final RecordFile file;
    private final Records records;
    private final SweepRules rules;
    private final SweepListener listener;
    private final Set<String> over;
    private volatile int failures;
    private volatile String unwritten = "";
    private int ended;

    private Driving(
        RecordFile file,
        Records records,
        SweepRules rules,
        SweepListener listener,
        Set<String> over) {
      this.file = file;
      this.records = records;
      this.rules = rules;
      this.listener = listener;
      this.over = over;
    }

    @Override
    public void ended(Task task, TrialRecord record) throws IOException {
      ended(List.of(new Launcher.Ended(task, record)));
    }

    @Override
    public void ended(List<Launcher.Ended> tasks) throws IOException {
      List<Launcher.Ended> checked = new ArrayList<>();
      for (Launcher.Ended each : tasks) {
        checked.add(new Launcher.Ended(each.task(), checked(each.task().trial(), each.record())));
      }
      try {
        data.save();
        file.append(checked.stream().map(Launcher.Ended::record).toList());
      } catch (IOException e) {
        unwritten = e.getMessage();
        checked.forEach(this::lost);
        throw e;
      }
      checked.forEach(this::known);
    }

    /** A record that cannot stand beside what is known of the sweep is a failure. */
    private TrialRecord checked(Trial trial, TrialRecord record) {
      try {
        if (!record.data().isEmpty() && record.status() != TrialRecord.Status.FAILED) {
          data.require(trial, record.data(), "on " + record.worker());
        }
      } catch (ChangedDataException e) {
        return TrialRecord.failed(trial, e.getMessage(), record.seconds(), record.worker())
            .on(e.found());
      }
      return records
          .contradicting(record)
          .map(it -> Records.twoDigests(it, record))
          .map(it -> TrialRecord.failed(trial, it, record.seconds(), record.worker()))
          .orElse(record);
    }

    /** A trial whose record is not on the disk has not ended; one that failed says why. */
    private void lost(Launcher.Ended task) {
      TrialRecord record = task.record();
      boolean failed = record.status() == TrialRecord.Status.FAILED;
      String why = failed ? record.message() : "its record is not on the disk: " + unwritten;
      known(
          new Launcher.Ended(
              task.task(),
              TrialRecord.failed(task.task().trial(), why, record.seconds(), record.worker())));
    }

    @Override
    public Optional<String> data(Task task) {
      return data.of(task.trial());
    }

    @Override
    public void loaded(Task task, String sha256) {
      try {
        data.require(task.trial(), sha256, "");
        data.save();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private synchronized void known(Launcher.Ended task) {
      records.add(task.record());
      ended++;
      if (task.record().status() == TrialRecord.Status.FAILED) {
        failures = failures + 1;
        over.add(task.task().trial().id());
      }
      listener.ended(task.task(), task.record());
    }

    @Override
    public boolean stop() {
      return rules.mostFailures() > 0 && failures >= rules.mostFailures();
    }

    @Override
    public boolean interrupted() {
      return rules.interrupted().getAsBoolean();
    }

    @Override
    public synchronized void begun(Task task, String worker) {
      listener.begun(task, worker);
    }

    @Override
    public synchronized void step(Task task, long step, long steps) {
      listener.step(task, step, steps);
    }

    @Override
    public synchronized void epoch(Task task, int epoch, SortedMap<String, Double> metrics) {
      listener.epoch(task, epoch, metrics);
    }

    @Override
    public synchronized void left(Task task, String reason) {
      listener.left(task, reason);
    }
  }

  /** Removes what interrupted trials left below {@code attempts/}, when none is pending. */
  private void tidy() throws IOException {
    Optional<Folder> attempts = folder.folder(folder.attempts());
    if (attempts.isEmpty()) {
      return;
    }
    for (String name : attempts.get().folders()) {
      if (attempts.get().folder(name).hiddenFile(".lock").exists()) {
        try (RunFolder old = RunFolder.ownTemporary(folder.attempts().resolve(name))) {
          old.delete();
        } catch (RunFolderException e) {
          continue; // someone works there
        }
      }
    }
    if (attempts.get().children().isEmpty()) {
      attempts.get().delete();
    }
  }

  @Override
  public void close() throws IOException {
    owned.close();
  }
}
