package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Locations;
import vae.experiments.citation.RunDocuments;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.HeldOut;
import vae.experiments.evaluation.Measured;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.training.DivergedException;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.Streams;
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

  static final String LAST = "checkpoints/last.safetensors";
  private static final String FINAL = "checkpoints/final.safetensors";

  /** The parameters before the step that met NaN or infinity. */
  private static final String DIVERGED = "checkpoints/diverged.safetensors";

  /** A checkpoint is written when this much time has passed since the last one. */
  private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final Path root;
  private final Finisher finisher;
  private final long checkpointNanos;
  private final StepWatch watch;

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
    this(slots, kernels, locations, root, finisher, CHECKPOINT_NANOS);
  }

  /**
   * @param checkpointNanos a checkpoint is written when this much time has passed since the last
   */
  Runner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      Path root,
      Finisher finisher,
      long checkpointNanos) {
    this(slots, kernels, locations, root, finisher, checkpointNanos, StepWatch.NONE);
  }

  private Runner(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      Path root,
      Finisher finisher,
      long checkpointNanos,
      StepWatch watch) {
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.root = root;
    this.finisher = finisher;
    this.checkpointNanos = checkpointNanos;
    this.watch = watch;
  }

  /** The same runner, whose runs show their parameters after each step. */
  Runner watchedBy(StepWatch watcher) {
    return new Runner(slots, kernels, locations, root, finisher, checkpointNanos, watcher);
  }

  /** Everything that exists before training. */
  private record Prepared(
      Resolved experiment, Dataset data, DataSource source, Model model, String id, Path path) {

    ExperimentSpec spec() {
      return experiment.spec();
    }
  }

  /**
   * Runs the experiment, or gives the result that its folder already holds.
   *
   * @param resume go on from the last checkpoint of an interrupted run instead of starting afresh
   * @throws vae.core.spec.SpecException where the components do not fit
   * @throws vae.data.format.DataException where data are missing or corrupt
   * @throws RunFolderException where another process owns the folder
   */
  public RunResult run(Resolved experiment, boolean resume, Progress progress) throws IOException {
    Prepared run = prepare(experiment);
    if (Files.exists(run.path.resolve("result.json"))) {
      RunResult known = RunResult.read(run.path);
      if (known.status() == RunResult.Status.COMPLETE) {
        Provenance.requireSamePlugins(run.path, slots.plugins());
        progress.alreadyComplete();
        return known;
      }
    }
    try (RunFolder folder = RunFolder.own(run.path)) {
      boolean goOn = resume && Files.exists(folder.file(LAST));
      if (!goOn) {
        folder.clear();
        folder.write("experiment.json", experiment.pretty());
      }
      return train(run, folder, goOn, progress);
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

  private Prepared prepare(Resolved experiment) {
    try {
      return prepared(experiment);
    } catch (SpecException e) {
      throw experiment.located(e);
    }
  }

  private Prepared prepared(Resolved experiment) {
    ExperimentSpec spec = experiment.spec();
    ModelFactory factory = new ModelFactory(slots);
    DataSource source = factory.data(spec);
    Dataset data = ModelFactory.load(source, locations);
    Model model = factory.model(spec, data, source.binarization());
    String id = RunId.of(experiment, data.sha256());
    return new Prepared(experiment, data, source, model, id, root.resolve(spec.name() + "-" + id));
  }

  private RunResult train(Prepared run, RunFolder folder, boolean goOn, Progress progress)
      throws IOException {
    long begin = System.nanoTime();
    ObjectNode provenance = Provenance.of(run.path, run.data, kernels, slots.plugins());
    folder.write("provenance.json", provenance.toPrettyString() + "\n");
    MetricsLog log = new MetricsLog(folder.file("metrics.jsonl"));
    SortedMap<String, Double> last = new TreeMap<>();
    boolean warned = false;
    try (Trainer trainer = trainer(run);
        HeldOut validation = heldOut(run, run.data.validation());
        HeldOut test = heldOut(run, run.data.test());
        Journal journal = journal(run, folder, trainer)) {
      if (goOn) {
        Checkpoint checkpoint = Checkpoint.read(folder.file(LAST), run.id);
        checkpoint.restore(run.model.parameters().list());
        trainer.resume(checkpoint.epoch(), checkpoint.optimizer());
        log.cutAfter(checkpoint.epoch());
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
      watch.after(trainer.step(), run.model.parameters().list());
      Progress recorded = journal.recording(watch, progress, trainer.stepsPerEpoch());
      try {
        long saved = System.nanoTime();
        while (trainer.epoch() < epochs) {
          last = new TreeMap<>(trainer.epoch(recorded));
          if (trainer.epoch() % run.spec().training().evaluateEvery() == 0
              || trainer.epoch() == epochs) {
            trainer.calibrate();
            warned = warned || warn(run.model);
            addMeans(last, validation, "validation/");
            addMeans(last, test, "test/");
          }
          log.append(trainer.epoch(), trainer.step(), last);
          recorded.epoch(trainer.epoch(), trainer.step(), last);
          if (System.nanoTime() - saved > checkpointNanos && trainer.epoch() < epochs) {
            journal.flush();
            checkpoint(run, folder, LAST, trainer.epoch(), trainer.optimizerState());
            saved = System.nanoTime();
          }
        }
        RunResult result = evaluate(run, folder, last, trainer.step());
        checkpoint(run, folder, FINAL, trainer.epoch(), trainer.optimizerState());
        Files.deleteIfExists(folder.file(LAST));
        journal.flush();
        return finish(folder, provenance, begin, result);
      } catch (DivergedException e) {
        int before = Math.toIntExact((e.step() - 1) / trainer.stepsPerEpoch());
        checkpoint(run, folder, DIVERGED, before, trainer.optimizerState());
        journal.flush();
        return finish(folder, provenance, begin, diverged(run, last, e));
      }
    }
  }

  private static RunResult diverged(
      Prepared run, SortedMap<String, Double> last, DivergedException e) {
    return new RunResult(
        run.path,
        run.spec().name(),
        run.id,
        RunResult.Status.DIVERGED,
        Digest.of(run.model.parameters().list(), last),
        exact(last),
        e.getMessage());
  }

  /** Says what is amiss with the likelihood, and whether anything is. */
  private static boolean warn(Model model) {
    Optional<String> concern = model.likelihood().concern();
    concern.ifPresent(LOG::warn);
    return concern.isPresent();
  }

  private Trainer trainer(Prepared run) {
    ExperimentSpec spec = run.spec();
    return new Trainer(
        run.model,
        run.data,
        run.source.binarization(),
        new Streams(spec.seed()),
        spec.training().batchSize(),
        spec.training().epochs(),
        spec.training().dtype(),
        kernels);
  }

  private Journal journal(Prepared run, RunFolder folder, Trainer trainer) throws IOException {
    long steps = (long) run.spec().training().epochs() * trainer.stepsPerEpoch();
    return Journal.open(folder.file(Journal.FILE), run.model.parameters().list(), steps, kernels);
  }

  private HeldOut heldOut(Prepared run, Examples examples) {
    return new HeldOut(
        run.model,
        examples,
        run.source.binarization(),
        new Streams(run.spec().seed()),
        run.spec().training().dtype(),
        kernels);
  }

  private static void addMeans(SortedMap<String, Double> all, HeldOut part, String prefix) {
    if (part.size() > 0) {
      all.putAll(part.means(prefix));
    }
  }

  private static void checkpoint(
      Prepared run, RunFolder folder, String name, int epoch, SortedMap<String, NdArray> optimizer)
      throws IOException {
    Checkpoint.write(folder.file(name), run.id, epoch, run.model.parameters().list(), optimizer);
  }

  /**
   * Final metrics, the digest, and the arrays of the report.
   *
   * @throws DivergedException where a metric is not finite: the last steps left NaN or infinity
   */
  private RunResult evaluate(
      Prepared run, RunFolder folder, SortedMap<String, Double> last, long step)
      throws IOException {
    var reported = FinalMetrics.reported(run.data);
    OptionalInt samples =
        run.spec()
            .evaluation()
            .nll()
            .map(nll -> OptionalInt.of(nll.samples()))
            .orElseGet(OptionalInt::empty);
    try (HeldOut heldOut = heldOut(run, reported.getValue())) {
      SortedMap<String, Measured> metrics = exact(last);
      metrics.putAll(
          FinalMetrics.of(heldOut, reported.getKey(), run.spec().evaluation().draws(), samples)
              .metrics());
      SortedMap<String, Double> values = new TreeMap<>();
      metrics.forEach((name, measured) -> values.put(name, measured.value()));
      values.forEach(
          (name, value) -> {
            if (!Double.isFinite(value)) {
              throw new DivergedException(step, name + " is " + value + " after it");
            }
          });
      PanelsFile.write(folder.file("evaluation.safetensors"), heldOut, run.data, reported.getKey());
      return new RunResult(
          run.path,
          run.spec().name(),
          run.id,
          RunResult.Status.COMPLETE,
          Digest.of(run.model.parameters().list(), values),
          metrics,
          "");
    }
  }

  private static SortedMap<String, Measured> exact(SortedMap<String, Double> values) {
    SortedMap<String, Measured> metrics = new TreeMap<>();
    values.forEach((name, value) -> metrics.put(name, Measured.exact(value)));
    return metrics;
  }

  /** Writes what says that the run is whole: the result last but for the report and manifest. */
  private RunResult finish(RunFolder folder, ObjectNode provenance, long begin, RunResult result)
      throws IOException {
    Provenance.finish(provenance, begin);
    folder.write("provenance.json", provenance.toPrettyString() + "\n");
    folder.write("result.json", result.json().toPrettyString() + "\n");
    finisher.finish(folder.path());
    for (var document : RunDocuments.of(folder.path(), Authors.known()).entrySet()) {
      folder.write(document.getKey(), document.getValue());
    }
    folder.writeManifest();
    return result;
  }
}
