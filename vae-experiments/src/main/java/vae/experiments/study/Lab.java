package vae.experiments.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Quantity;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.Pause;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.plan.MetricNames;
import vae.experiments.trained.TrainedModel;
import vae.experiments.trained.TrainedParameters;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/**
 * Where experiments in Java make their runs.
 *
 * <pre>{@code
 * try (Lab lab = Lab.open(Path.of("runs"))) {
 *   Resolved base = lab.read("{\"name\": \"first\", \"training\": {\"epochs\": 5}}");
 *   System.out.println(lab.run(base.with("latentSize", 2), 1, 2, 3).metric("test/elbo"));
 * }
 * }</pre>
 *
 * <p>Every run has its folder; a run that is complete already is not computed again.
 */
public final class Lab implements AutoCloseable {

  private final SpecReader reader;
  private final Runner runner;
  private final StudyModels workshop;
  private final boolean ownsKernels;
  private final Resolved base;
  private final BooleanSupplier stop;
  private final SortedMap<String, String> digests = new TreeMap<>();

  private Lab(
      SpecReader reader,
      Runner runner,
      StudyModels workshop,
      boolean ownsKernels,
      Resolved base,
      BooleanSupplier stop) {
    this.reader = reader;
    this.runner = runner;
    this.workshop = workshop;
    this.ownsKernels = ownsKernels;
    this.base = base;
    this.stop = stop;
  }

  /**
   * A lab with our components and those of plugins on the class path, fastest kernels, a thread a
   * processor.
   */
  public static Lab open(Path runs) {
    Slots slots = Slots.load(null);
    int processors = Runtime.getRuntime().availableProcessors();
    KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, processors);
    Locations locations = Locations.standard(Optional.empty());
    SpecReader reader = new SpecReader(slots.catalogue());
    Runner runner =
        new Runner(
            new RunEnvironment(slots, kernels, locations),
            RunSettings.in(runs).finishedBy(RunReport::write));
    Resolved base = reader.read("{\"name\": \"run\"}");
    return new Lab(reader, runner, new StudyModels(slots, kernels), true, base, () -> false);
  }

  /**
   * A lab for a study: its kernels stay the caller's.
   *
   * @param stop whether its runs are to pause, which ends the study by a {@link StoppedException}
   */
  static Lab of(
      SpecReader reader,
      Runner runner,
      StudyModels workshop,
      ExperimentSpec base,
      BooleanSupplier stop) {
    return new Lab(reader, runner, workshop, false, reader.resolve(base), stop);
  }

  /** The run that the study starts from; the defaults where there is no study. */
  public Resolved base() {
    return base;
  }

  /** An experiment from JSON, with defaults for what is left out. */
  public Resolved read(String json) {
    return reader.read(json);
  }

  /** The part that the base reports on: {@code test} where it has one. */
  String reportedPart() {
    return MetricNames.reportedPart(base.spec());
  }

  /** The quantity's metric on {@link #reportedPart}, such as {@code test/elbo}. */
  String reported(Quantity quantity) {
    return quantity.on(reportedPart());
  }

  /** The data of an experiment, as they are loaded: for what is computed without a run. */
  public Dataset data(Resolved experiment) {
    return runner.data(experiment);
  }

  public RunResult run(Resolved experiment) throws IOException {
    Pause pause = new Pause(0, stop);
    RunResult result =
        switch (runner.run(experiment, true, Progress.UNWATCHED, pause)) {
          case RunResult ended -> ended;
          case PausedRun paused -> throw new StoppedException(paused);
        };
    digests.put(result.id(), result.digest());
    return result;
  }

  public SeedRuns run(Resolved experiment, long... seeds) throws IOException {
    return run(experiment, LongStream.of(seeds).boxed().toList());
  }

  public SeedRuns run(Resolved experiment, List<Long> seeds) throws IOException {
    List<RunResult> results = new ArrayList<>();
    for (long seed : seeds) {
      results.add(run(experiment.with("seed", seed)));
    }
    return new SeedRuns(results);
  }

  /**
   * The final model of a run, on the lab's kernels: close it before the lab.
   *
   * @throws vae.data.format.DataException where the run's data are missing or others
   */
  public TrainedModel trained(RunResult run) throws IOException {
    return TrainedModel.open(run.folder(), TrainedParameters.FINAL, runner.reevaluation());
  }

  /** Makes models without a run: for what is measured of them afterwards. */
  StudyModels workshop() {
    return workshop;
  }

  /** The digest of each run that was made here, by its id. */
  SortedMap<String, String> digests() {
    return new TreeMap<>(digests);
  }

  public Table table(String... columns) {
    return new Table(List.of(columns));
  }

  public Findings findings(String claim, Table... tables) {
    return new Findings(claim, List.of(tables));
  }

  /** Ends the threads that {@link #open} started. */
  @Override
  public void close() {
    if (ownsKernels) {
      workshop.kernels().close();
    }
  }
}
