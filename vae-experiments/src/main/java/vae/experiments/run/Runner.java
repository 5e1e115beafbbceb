package vae.experiments.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.data.source.Dataset;
import vae.experiments.citation.RunDocuments;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.run.provenance.Authors;
import vae.experiments.run.provenance.Provenance;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/**
 * Runs an experiment: data, training, evaluation, report, all in its run folder.
 *
 * <p>The spec, the data and the fit of all components are checked before the folder is made.
 */
public final class Runner {

  private static final Logger LOG = LogManager.getLogger(Runner.class);

  /** Notes on data that this process has printed: the trials of a sweep share them. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private final RunEnvironment environment;
  private final RunSettings settings;
  private final StepWatch watch;

  public Runner(RunEnvironment environment, RunSettings settings) {
    this(environment, settings, StepWatch.NONE);
  }

  public Runner(RunEnvironment environment, RunSettings settings, StepWatch watch) {
    this.environment = environment;
    this.settings = settings;
    this.watch = watch;
  }

  /**
   * Runs the experiment, or gives the result that its folder already holds.
   *
   * @param resume from the last checkpoint of an interrupted run instead of starting afresh
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
   * paused continues when it is run again with {@code resume}.
   */
  public RunOutcome run(Resolved experiment, boolean resume, Progress progress, Pause pause)
      throws IOException {
    return run(experiment, resume ? Unfinished.RESUME : Unfinished.RESTART, progress, pause);
  }

  /**
   * Runs the experiment as far as the pause, or gives what its folder already holds.
   *
   * @throws RunFolderException where there is such work and it is to be left alone
   */
  public RunOutcome run(Resolved experiment, Unfinished unfinished, Progress progress, Pause pause)
      throws IOException {
    PreparedRun run = prepared(experiment);
    progress.loaded(run.data().sha256());
    progress.reports(run.quantities());
    Optional<RunResult> known = known(run.path());
    if (known.isPresent()) {
      progress.alreadyComplete();
      return pause.epochs() == 0 ? known.get() : PausedRun.at(run.path(), pause.epochs());
    }
    progress.plans(run.plan());
    run.startFrom(environment.parents().and(settings.root()));
    try (RunFolder folder = own(run.path())) {
      return train(run, folder, resumes(folder, unfinished, experiment), progress, pause);
    } catch (UncheckedIOException e) {
      throw e.getCause(); // the journal's, from within a step
    } catch (InternalError e) {
      run.data().requireUnchanged(); // a mapped file that was cut short, noticed late
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw environment.slots().brought().blame(e);
    }
  }

  private PreparedRun prepared(Resolved experiment) {
    try {
      return PreparedRun.of(experiment, environment, settings.root());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw environment.slots().brought().blame(e);
    }
  }

  /** The data that the experiment trains on, as {@link RunEnvironment#data} loads them. */
  public Dataset data(Resolved experiment) {
    return environment.data(experiment);
  }

  /** Opens finished runs with the same components, kernels, folders and data. */
  public Reevaluation reevaluation() {
    return new Reevaluation(
        environment.slots(), environment.kernels(), environment.locations(), environment.shared());
  }

  /**
   * The result of a run that is complete already; one whose folder does not verify gives none. A
   * process may have ended after the result was written and before the manifest was: then the
   * folder is completed.
   *
   * @throws UnverifiedException where the files contradict each other
   */
  private Optional<RunResult> known(Path path) throws IOException {
    Optional<Folder> there = Folder.find(path);
    if (there.isEmpty() || !there.get().file("result.json").exists()) {
      return Optional.empty();
    }
    RunResult known = RunResult.read(path);
    if (known.status() != RunResult.Status.COMPLETE) {
      return Optional.empty();
    }
    Provenance.requireSamePlugins(path, environment.slots().plugins());
    if (!Verification.requireFinished(path)) {
      try (RunFolder folder = RunFolder.own(path)) {
        close(folder);
      }
    }
    return Optional.of(known);
  }

  private RunFolder own(Path path) throws IOException {
    return settings.resultOnly() ? RunFolder.ownTemporary(path) : RunFolder.own(path);
  }

  /** Whether the run resumes; where it does not, its folder is emptied. */
  private boolean resumes(RunFolder folder, Unfinished unfinished, Resolved experiment)
      throws IOException {
    boolean left = Checkpoints.areIn(folder);
    if (left && unfinished == Unfinished.REFUSE) {
      throw Checkpoints.leftAlone(folder);
    }
    if (left && unfinished == Unfinished.RESUME) {
      return true;
    }
    folder.clear();
    if (!settings.resultOnly()) {
      folder.write("experiment.json", experiment.pretty());
    }
    return false;
  }

  private RunOutcome train(
      PreparedRun run, RunFolder folder, boolean resume, Progress progress, Pause pause)
      throws IOException {
    final long begin = System.nanoTime();
    Stream.concat(run.data().notes().stream(), run.warning().stream())
        .filter(SAID::add)
        .forEach(LOG::warn);
    Optional<RecordedProvenance> provenance = Optional.empty();
    if (!settings.resultOnly()) {
      provenance =
          Optional.of(
              Provenance.of(
                  run.path(), run.data(), environment.kernels(), environment.slots().plugins()));
      write(folder, provenance.get());
    }
    RunOutcome outcome;
    try (OngoingRun ongoing = OngoingRun.open(run, folder);
        TrainingLoop loop = new TrainingLoop(ongoing, settings, watch, progress)) {
      loop.begin(resume);
      outcome = loop.until(pause);
    }
    if (outcome instanceof RunResult result && provenance.isPresent()) {
      write(folder, Provenance.ended(provenance.get(), begin));
      folder.write("result.json", result.json().toPrettyString() + "\n");
      close(folder);
    }
    return outcome;
  }

  private static void write(RunFolder folder, RecordedProvenance provenance) throws IOException {
    folder.write(RecordedProvenance.FILE, provenance.json().toPrettyString() + "\n");
  }

  /** Writes what says that the run is whole: documents, report and manifest. */
  private void close(RunFolder folder) throws IOException {
    Checkpoints.retire(folder);
    folder.sweep();
    settings.finisher().finish(folder.path());
    for (var document : RunDocuments.of(folder.path(), Authors.known()).entrySet()) {
      folder.write(document.getKey(), document.getValue());
    }
    folder.writeManifest();
  }
}
