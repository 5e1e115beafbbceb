package vae.experiments.run;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.experiments.folder.Folder;
import vae.experiments.run.checkpoint.WrittenFiles;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.journal.DivergenceFile;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.training.Progress;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergedException;

/**
 * Trains a run from where it stands to its end or a pause: steps, evaluation after epochs, log,
 * journal and checkpoints, in this order.
 */
final class TrainingLoop implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(TrainingLoop.class);

  private final OngoingRun at;
  private final PreparedRun run;
  private final Trainer trainer;
  private final RunSettings settings;
  private final EpochEvaluation evaluation;
  private final Checkpoints checkpoints;
  private final StepWatch watch;
  private final Progress progress;
  private final int epochs;
  private SortedMap<String, Double> last = new TreeMap<>();

  /**
   * @param watch sees the parameters after each step, before the journal records them
   */
  TrainingLoop(OngoingRun at, RunSettings settings, StepWatch watch, Progress progress) {
    this.at = at;
    run = at.run();
    trainer = at.trainer();
    this.settings = settings;
    evaluation = new EpochEvaluation(run, trainer);
    checkpoints = new Checkpoints(at, settings.cadence(), progress);
    this.watch = watch;
    this.progress = progress;
    epochs = run.spec().training().epochs();
  }

  /**
   * Starts where the newest intact checkpoint left the run, or at the beginning.
   *
   * @throws CorruptFileException where no checkpoint is intact
   */
  void begin(boolean resume) throws IOException {
    if (resume) {
      checkpoints.resume();
      last.putAll(at.log().lastEpoch());
      at.journal().cutAfter(trainer.step());
    }
    trainer.callbacks().begin(trainer, last, new WrittenFiles(at.files(), settings.resultOnly()));
    if (trainer.hasEnded()) {
      trainer.settle();
    }
    if (!resume) {
      at.journal().begin(0);
    }
    progress.begins(trainer.epoch(), trainer.step());
    watch.after(trainer.step(), run.model().parameters().list());
  }

  /** Trains as far as the pause; where there is none, evaluates the trained model. */
  RunOutcome until(Pause pause) throws IOException {
    try {
      if (!trained(pause)) {
        checkpoints.pause();
        return new PausedRun(run.path(), false, trainer.epoch(), new TreeMap<>());
      }
      if (pause.until(epochs) < epochs) {
        checkpoints.pause();
        return PausedRun.at(run.path(), pause.epochs());
      }
      return complete();
    } catch (DivergedException e) {
      return diverged(e);
    }
  }

  /** Trains to the pause's epoch; whether nobody stopped it on the way. */
  private boolean trained(Pause pause) throws IOException {
    int until = pause.until(epochs);
    Progress recorded = at.journal().recording(watch, progress, trainer.stepsPerEpoch());
    while (trainer.epoch() < until && !trainer.hasEnded()) {
      if (trainer.step(recorded)) {
        endEpoch(recorded);
      }
      if (!trainer.hasEnded()) {
        checkpoints.afterStep();
      }
      boolean more = trainer.epoch() < until && !trainer.hasEnded();
      if (more && pause.stop().getAsBoolean() && trainer.mayPause()) {
        return false;
      }
    }
    return until < epochs || !pause.stop().getAsBoolean();
  }

  private void endEpoch(Progress recorded) throws IOException {
    int epoch = trainer.epoch();
    last = trainer.means();
    boolean due = epoch % run.spec().training().evaluateEvery() == 0 || trainer.hasEnded();
    if (due) {
      evaluate();
    }
    trainer.callbacks().afterEpoch(trainer, last);
    if (trainer.hasEnded()) {
      if (!due) {
        evaluate();
      }
      trainer.settle();
      trainer.stop().flatMap(_ -> missedWarmUp()).ifPresent(LOG::warn);
    }
    at.log().append(epoch, trainer.step(), last);
    recorded.epoch(epoch, trainer.step(), last);
  }

  private Optional<String> missedWarmUp() {
    long steps = (long) epochs * trainer.stepsPerEpoch();
    return WarmUpEnd.missedBy(run.model().estimator(), trainer.step(), steps);
  }

  private void evaluate() {
    evaluation.addTo(last, () -> checkpoints.consider(last));
  }

  private RunResult complete() throws IOException {
    trainer.callbacks().end(trainer);
    progress.evaluates();
    if (trainer.kept().isPresent()) {
      returnTo(trainer.kept().get().kept().epoch());
    }
    Optional<Folder> kept =
        settings.resultOnly() ? Optional.empty() : Optional.of(at.folder().folder());
    RunResult result = RunEnd.complete(run, kept, last, trainer, evaluation.costs());
    progress.evaluated(evaluation.costs().spent());
    run.data().requireUnchanged();
    if (!settings.resultOnly()) {
      checkpoints.finished();
    }
    return result;
  }

  /** The metrics become those of the epoch whose parameters stay. */
  private void returnTo(int epoch) throws IOException {
    last = new TreeMap<>(at.log().at(epoch));
    last.keySet().removeIf(name -> !name.startsWith("train/"));
    evaluation.addTo(last, () -> {});
  }

  private RunResult diverged(DivergedException e) throws IOException {
    run.data().requireUnchanged();
    if (!settings.resultOnly()) {
      checkpoints.diverged();
      at.folder().write("divergence.json", DivergenceFile.of(e));
    }
    return RunEnd.diverged(run, last, e);
  }

  @Override
  public void close() {
    evaluation.close();
  }
}
