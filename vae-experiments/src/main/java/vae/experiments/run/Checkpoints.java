package vae.experiments.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.tape.Parameter;
import vae.core.model.Claim;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.checkpoint.Best;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.Snapshot;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.training.Progress;
import vae.experiments.training.Trainer;

/**
 * The checkpoints of a run: when they are written, which stay, and how the run resumes from them.
 *
 * <p>While a run trains, the last K checkpoints are {@code checkpoints/step-<step>.safetensors},
 * whose names sort by step, and {@code best.safetensors} is the model with the greatest bound on
 * the validation part; without one there is none, as nothing is chosen on test data (0.1.0 did:
 * what it left is no part of what is reproduced). When it is done, the last state is {@code
 * final.safetensors} and the others but the best are removed: what a complete run leaves does not
 * depend on when checkpoints were written.
 */
public final class Checkpoints {

  private static final Logger LOG = LogManager.getLogger(Checkpoints.class);

  private static final String ANY_STEP = "step-[0-9]{12}\\.safetensors";

  /** Put behind the name of a damaged checkpoint, which then is no checkpoint any more. */
  private static final String SET_ASIDE = ".corrupt";

  private final OngoingRun at;
  private final RunFolder folder;
  private final String run;
  private final Trainer trainer;
  private final GrowingFile metrics;
  private final Cadence cadence;
  private final Progress progress;
  private Optional<Best> best = Optional.empty();
  private boolean bestIsWritten;
  private long saved = System.nanoTime();

  /** Of a run whose log and journal are forced, and the log cut, with its checkpoints. */
  Checkpoints(OngoingRun at, Cadence cadence, Progress progress) {
    this.at = at;
    this.cadence = cadence;
    this.progress = progress;
    folder = at.folder();
    run = at.run().id();
    trainer = at.trainer();
    metrics = at.log().file();
  }

  /** Whether the folder holds any from which its run may go on, whole or not. */
  static boolean areIn(RunFolder folder) throws IOException {
    return !newestFirst(folder).isEmpty();
  }

  /** The complaint about work that would be thrown away, with both ways out. */
  static RunFolderException leftAlone(RunFolder folder) throws IOException {
    String name = newestFirst(folder).getFirst().name();
    boolean trained = name.equals(CheckpointFiles.FINAL);
    String steps = trained ? "all" : Long.toString(Long.parseLong(name.replaceAll("\\D", "")));
    return new RunFolderException(
        folder.path()
            + " holds %s.\n"
                .formatted(
                    trained
                        ? "a run that is trained and not evaluated"
                        : "an unfinished run of " + steps + " steps")
            + "Add --resume to continue after %s, or --restart to begin anew, which throws"
                .formatted(trained ? "training" : "step " + steps)
            + " %s steps away.".formatted(trained ? "all" : "those " + steps));
  }

  private static List<FolderFile> newestFirst(RunFolder folder) throws IOException {
    List<FolderFile> found = new ArrayList<>(named(folder, ANY_STEP));
    found.addAll(named(folder, CheckpointFiles.FINAL));
    return found.reversed();
  }

  /** Files of matching names, in the order of their names. */
  private static List<FolderFile> named(RunFolder folder, String pattern) throws IOException {
    Optional<Folder> checkpoints = folder.folder().findFolder(CheckpointFiles.FOLDER);
    if (checkpoints.isEmpty()) {
      return List.of();
    }
    return checkpoints.get().files(name -> name.matches(pattern)).stream()
        .map(checkpoints.get()::file)
        .toList();
  }

  private FolderFile file(String name) {
    return folder.folder().file(CheckpointFiles.FOLDER + "/" + name);
  }

  private List<Parameter> parameters() {
    return at.run().model().parameters().list();
  }

  /**
   * Puts model, optimiser, trainer and log where the newest whole checkpoint left them. Damaged
   * ones are named in the log and set aside.
   *
   * @throws CorruptFileException where none is whole, or a callback's file is not what it wrote;
   *     the folder then stays as it is
   */
  void resume() throws IOException {
    List<FolderFile> damaged = new ArrayList<>();
    CorruptFileException newest = null;
    Optional<Checkpoint> intact = Optional.empty();
    for (FolderFile file : newestFirst(folder)) {
      try {
        Checkpoint checkpoint = Checkpoint.read(file, run);
        checkpoint.requireState(parameters());
        metrics.require(checkpoint.metrics());
        intact = Optional.of(checkpoint);
        break;
      } catch (CorruptFileException e) {
        LOG.warn("{}: {}; looking for the checkpoint before it", e.file(), e.problem());
        newest = newest == null ? e : newest;
        damaged.add(file);
      }
    }
    if (intact.isPresent()) {
      at.files().resume(intact.get().callbackFiles());
      resume(intact.get(), damaged);
      return;
    }
    if (newest == null) {
      throw new IllegalStateException(folder.path() + ": expected a checkpoint, found none");
    }
    throw new CorruptFileException(
        newest.file(),
        newest.offset(),
        newest.problem()
            + "; none of the run's "
            + damaged.size()
            + " checkpoints is intact; with --restart instead of --resume the run begins anew");
  }

  private void resume(Checkpoint checkpoint, List<FolderFile> damaged) throws IOException {
    for (FolderFile file : damaged) {
      file.moveTo(file.folder().file(file.name() + SET_ASIDE));
    }
    folder.sweep();
    folder.folder().force();
    checkpoint.restore(parameters());
    trainer.resume(checkpoint.position(), checkpoint.optimizer());
    metrics.cut(checkpoint.metrics());
    best = checkpoint.best().filter(_ -> selects());
    if (!selects()) {
      file(CheckpointFiles.BEST).delete();
    }
    LOG.info("going on after step {}", trainer.step());
  }

  /** Whether there is a validation part to choose the best model on. */
  private boolean selects() {
    return at.run().data().validation().size() > 0;
  }

  /** Takes the model as the best one where its bound on validation data is the greatest so far. */
  void consider(Map<String, Double> means) {
    Claim claim = at.run().model().estimator().claim();
    Double bound = claim.bound().map(it -> means.get(it.on("validation"))).orElse(null);
    boolean greaterIsBetter =
        claim.direction() == Claim.Direction.LOWER || claim.direction() == Claim.Direction.UNBIASED;
    if (bound != null
        && greaterIsBetter
        && Double.isFinite(bound)
        && (best.isEmpty() || bound > best.get().bound())) {
      best = Optional.of(Best.of(trainer.epoch(), bound, parameters()));
      bestIsWritten = false;
    }
  }

  void afterStep() throws IOException {
    if (trainer.mayPause() && cadence.due(trainer.step(), System.nanoTime() - saved)) {
      now();
    }
  }

  /** Writes a checkpoint where a run pauses, and where there is none of this step. */
  void pause() throws IOException {
    if (!file(step()).exists()) {
      now();
    }
  }

  private String step() {
    return CheckpointFiles.ofStep(trainer.step());
  }

  private void now() throws IOException {
    at.run().data().requireUnchanged(); // so that each one came from the data of the id
    writeBest();
    write(step(), best);
    List<FolderFile> steps = newestFirst(folder);
    for (FolderFile old : steps.subList(Math.min(cadence.keep(), steps.size()), steps.size())) {
      old.delete();
    }
    saved = System.nanoTime();
  }

  /** Writes the state at the end of training. */
  public void finished() throws IOException {
    at.files().require();
    writeBest();
    write(CheckpointFiles.FINAL, Optional.empty());
  }

  /** Writes the parameters before the step that met NaN or infinity. */
  void diverged() throws IOException {
    at.files().require();
    writeBest();
    write(CheckpointFiles.DIVERGED, Optional.empty());
  }

  private void write(String name, Optional<Best> withBest) throws IOException {
    at.journal().force();
    new Snapshot(
            run,
            trainer.position(),
            at.files().hashes(),
            metrics.force(),
            parameters(),
            trainer.optimizerState(),
            withBest)
        .write(file(name));
    progress.saved(trainer.step());
  }

  private void writeBest() throws IOException {
    if (best.isPresent() && !bestIsWritten) {
      FolderFile file = file(CheckpointFiles.BEST);
      best.get().write(file, run);
      Checkpoint.read(file, run);
      bestIsWritten = true;
    }
  }

  /** Removes what a run that ended does not need. */
  static void retire(RunFolder folder) throws IOException {
    folder.folder().file(CallbackFiles.LOG).delete();
    List<FolderFile> old = new ArrayList<>(named(folder, ANY_STEP));
    old.addAll(named(folder, ".*" + SET_ASIDE.replace(".", "\\.")));
    for (FolderFile file : old) {
      file.delete();
    }
    if (!old.isEmpty()) {
      folder.folder().folder(CheckpointFiles.FOLDER).force();
    }
  }
}
