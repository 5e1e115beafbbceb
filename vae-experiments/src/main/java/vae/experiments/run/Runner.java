package vae.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.citation.RunDocuments;
import vae.experiments.evaluation.HeldOut;
import vae.experiments.folder.Folder;
import vae.experiments.spec.Json;
import vae.experiments.spec.Resolved;
import vae.experiments.training.DivergedException;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.Trainer;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * Runs an experiment: data, training, evaluation, report, all in its run folder.
 *
 * <p>The spec, the data and the fit of all components are checked before the folder is made.
 */
public final class Runner {

  private static final Logger LOG = LogManager.getLogger(Runner.class);

  /** Notes on data that this process has printed: the trials of a sweep share them. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final Path root;
  private final Finisher finisher;
  private final Cadence cadence;
  private final StepWatch watch;
  private final SharedData shared;
  private final Supplier<ModelFactory> factories;
  private final boolean lasting;

  /** What is done with a finished folder before its manifest is written: the report. */
  @FunctionalInterface
  public interface Finisher {

    /** Adds files to the folder. */
    void finish(Path folder) throws IOException;
  }

  /**
   * @param root the folder of run folders
   * @param finisher is called once for a run that ended, before the manifest is written
   */
  public Runner(Slots slots, KernelSet kernels, Locations locations, Path root, Finisher finisher) {
    this(slots, kernels, locations, root, finisher, Cadence.STANDARD);
  }

  /**
   * @param cadence when checkpoints are written and how many stay
   */
  public Runner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      Path root,
      Finisher finisher,
      Cadence cadence) {
    this(
        slots,
        kernels,
        locations,
        root,
        finisher,
        cadence,
        StepWatch.NONE,
        SharedData.none(),
        () -> new ModelFactory(slots),
        true);
  }

  private Runner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      Path root,
      Finisher finisher,
      Cadence cadence,
      StepWatch watch,
      SharedData shared,
      Supplier<ModelFactory> factories,
      boolean lasting) {
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.root = root;
    this.finisher = finisher;
    this.cadence = cadence;
    this.watch = watch;
    this.shared = shared;
    this.factories = factories;
    this.lasting = lasting;
  }

  /** The same runner, whose runs show their parameters after each step. */
  Runner watchedBy(StepWatch watcher) {
    return new Runner(
        slots, kernels, locations, root, finisher, cadence, watcher, shared, factories, lasting);
  }

  /**
   * The same runner for many runs in one thread.
   *
   * @param data where they take their data from once they are known
   * @param factory makes the models of all of them, one after the other
   */
  public Runner reusing(SharedData data, ModelFactory factory) {
    return new Runner(
        slots, kernels, locations, root, finisher, cadence, watch, data, () -> factory, lasting);
  }

  /**
   * The same runner for runs of which nothing but the result that is returned is wanted. Their
   * folders hold what an interrupted run goes on from, no result and no documents; whoever has
   * noted the result removes them.
   */
  public Runner leavingNothing() {
    return new Runner(
        slots, kernels, locations, root, finisher, cadence, watch, shared, factories, false);
  }

  /**
   * Runs the experiment, or gives the result that its folder already holds.
   *
   * @param resume go on from the last checkpoint of an interrupted run instead of starting afresh
   * @throws vae.core.spec.SpecException where the components do not fit
   * @throws vae.data.format.DataException where data are missing, corrupt, or change meanwhile
   * @throws RunFolderException where another process owns the folder
   * @throws UnverifiedException where the folder holds a result, and its files are not what was
   *     written
   */
  public RunResult run(Resolved experiment, boolean resume, Progress progress) throws IOException {
    return switch (run(experiment, resume, progress, Pause.NEVER)) {
      case RunResult result -> result;
      case PausedRun paused -> throw new IllegalStateException("nobody asked for " + paused);
    };
  }

  /**
   * Runs the experiment as far as the pause, or gives what its folder already holds. A run that
   * paused is gone on with by running it again with {@code resume}.
   */
  public RunOutcome run(Resolved experiment, boolean resume, Progress progress, Pause pause)
      throws IOException {
    return run(experiment, resume ? Unfinished.RESUME : Unfinished.RESTART, progress, pause);
  }

  /**
   * Runs the experiment as far as the pause, or gives what its folder already holds.
   *
   * @param unfinished what becomes of the work of an interrupted run
   * @throws RunFolderException where there is such work and it is to be left alone
   */
  public RunOutcome run(Resolved experiment, Unfinished unfinished, Progress progress, Pause pause)
      throws IOException {
    PreparedRun run = PreparedRun.of(experiment, factories.get(), locations, shared, root);
    progress.loaded(run.data().sha256());
    Optional<Folder> there = Folder.find(run.path());
    if (there.isPresent() && there.get().file("result.json").exists()) {
      RunResult known = RunResult.read(run.path());
      if (known.status() == RunResult.Status.COMPLETE) {
        Provenance.requireSamePlugins(run.path(), slots.plugins());
        completeFolder(run.path());
        progress.alreadyComplete();
        return pause.epochs() == 0 ? known : paused(run, pause);
      }
    }
    try (RunFolder folder =
        lasting ? RunFolder.own(run.path()) : RunFolder.ownTemporary(run.path())) {
      boolean left = Checkpoints.areIn(folder);
      if (left && unfinished == Unfinished.REFUSE) {
        throw Checkpoints.leftAlone(folder);
      }
      boolean goOn = left && unfinished == Unfinished.RESUME;
      if (!goOn) {
        folder.clear();
        if (lasting) {
          folder.write("experiment.json", experiment.pretty());
        }
      }
      return train(run, folder, goOn, progress, pause);
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the journal's, from within a step
    } catch (InternalError e) {
      run.data().requireUnchanged(); // a mapped file that was cut short, noticed late
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw slots.brought().blame(e);
    }
  }

  /**
   * Gives no result of a folder that does not verify. A process may have ended after the result was
   * written and before the manifest was: then the folder is completed.
   *
   * @throws UnverifiedException where the files contradict each other
   */
  private void completeFolder(Path path) throws IOException {
    if (!Verification.requireFinished(path)) {
      try (RunFolder folder = RunFolder.own(path)) {
        close(folder);
      }
    }
  }

  /**
   * The data that the experiment trains on, as they are loaded, before any binarization.
   *
   * @throws vae.core.spec.SpecException where the source refuses its spec
   * @throws vae.data.format.DataException where data are missing or corrupt
   */
  public Dataset data(Resolved experiment) {
    try {
      return ModelFactory.load(new ModelFactory(slots).data(experiment.spec()), locations);
    } catch (SpecException e) {
      throw experiment.located(e);
    }
  }

  /** Where a run stands that trained to the pause's epoch, at least. */
  private static PausedRun paused(PreparedRun run, Pause pause) throws IOException {
    SortedMap<String, Double> metrics =
        MetricsLog.at(Folder.open(run.path()).file(MetricsLog.FILE), pause.epochs());
    return new PausedRun(run.path(), true, pause.epochs(), RunEnd.ofEpoch(metrics));
  }

  private RunOutcome train(
      PreparedRun run, RunFolder folder, boolean goOn, Progress progress, Pause pause)
      throws IOException {
    final long begin = System.nanoTime();
    run.data().notes().stream().filter(SAID::add).forEach(LOG::warn);
    ObjectNode provenance = Json.mapper().createObjectNode();
    if (lasting) {
      provenance = Provenance.of(run.path(), run.data(), kernels, slots.plugins());
      folder.write("provenance.json", provenance.toPrettyString() + "\n");
    }
    MetricsLog log = new MetricsLog(folder.folder().file(MetricsLog.FILE));
    SortedMap<String, Double> last = new TreeMap<>();
    boolean warned = false;
    try (Trainer trainer = run.trainer(kernels);
        HeldOut validation = run.heldOut(run.data().validation(), kernels);
        HeldOut test = run.heldOut(run.data().test(), kernels);
        Journal journal = run.journal(folder, trainer, kernels)) {
      Checkpoints checkpoints =
          new Checkpoints(
              folder,
              run.id(),
              run.model(),
              trainer,
              log.file(),
              journal,
              cadence,
              progress,
              run.data());
      if (goOn) {
        checkpoints.resume();
        last.putAll(log.lastEpoch());
        journal.cutAfter(trainer.step());
      }
      int epochs = run.spec().training().epochs();
      if (trainer.epoch() == epochs) {
        trainer.calibrate();
      }
      if (!goOn) {
        journal.begin(0);
      }
      progress.begins(trainer.epoch(), trainer.step());
      watch.after(trainer.step(), run.model().parameters().list());
      Progress recorded = journal.recording(watch, progress, trainer.stepsPerEpoch());
      try {
        while (trainer.epoch() < pause.until(epochs)) {
          if (trainer.step(recorded)) {
            last = trainer.means();
            if (trainer.epoch() % run.spec().training().evaluateEvery() == 0
                || trainer.epoch() == epochs) {
              trainer.calibrate();
              warned = warned || warn(run.model());
              addMeans(last, validation, "validation/");
              addMeans(last, test, "test/");
              checkpoints.consider(last);
            }
            log.append(trainer.epoch(), trainer.step(), last);
            recorded.epoch(trainer.epoch(), trainer.step(), last);
          }
          if (trainer.epoch() < epochs) {
            checkpoints.afterStep();
          }
          if (trainer.epoch() < pause.until(epochs)
              && pause.stop().getAsBoolean()
              && trainer.mayPause()) {
            checkpoints.pause();
            return new PausedRun(run.path(), false, trainer.epoch(), new TreeMap<>());
          }
        }
        if (pause.until(epochs) < epochs) {
          checkpoints.pause();
          return paused(run, pause);
        }
        if (pause.stop().getAsBoolean()) {
          checkpoints.pause();
          return new PausedRun(run.path(), false, trainer.epoch(), new TreeMap<>());
        }
        progress.evaluates();
        RunResult result = RunEnd.complete(run, kernels, kept(folder), last, trainer.step());
        run.data().requireUnchanged();
        if (lasting) {
          checkpoints.finished();
        }
        return finish(folder, provenance, begin, result);
      } catch (DivergedException e) {
        run.data().requireUnchanged();
        if (lasting) {
          checkpoints.diverged();
          folder.write("divergence.json", DivergenceFile.of(e));
        }
        return finish(folder, provenance, begin, RunEnd.diverged(run, last, e));
      }
    }
  }

  /** Where the arrays of the report go; nowhere in a run that leaves nothing. */
  private Optional<Folder> kept(RunFolder folder) {
    return lasting ? Optional.of(folder.folder()) : Optional.empty();
  }

  /** Warns of a likelihood at its bounds; whether there was anything to say. */
  private static boolean warn(Model model) {
    Optional<String> concern = model.likelihood().concern();
    concern.ifPresent(LOG::warn);
    return concern.isPresent();
  }

  private static void addMeans(SortedMap<String, Double> all, HeldOut part, String prefix) {
    if (part.size() > 0) {
      all.putAll(part.means(prefix));
    }
  }

  /** Writes what says that the run is whole: the result last but for the report and manifest. */
  private RunResult finish(RunFolder folder, ObjectNode provenance, long begin, RunResult result)
      throws IOException {
    if (!lasting) {
      return result;
    }
    Provenance.finish(provenance, begin);
    folder.write("provenance.json", provenance.toPrettyString() + "\n");
    folder.write("result.json", result.json().toPrettyString() + "\n");
    close(folder);
    return result;
  }

  private void close(RunFolder folder) throws IOException {
    Checkpoints.retire(folder);
    folder.sweep();
    finisher.finish(folder.path());
    for (var document : RunDocuments.of(folder.path(), Authors.known()).entrySet()) {
      folder.write(document.getKey(), document.getValue());
    }
    folder.writeManifest();
  }
}
