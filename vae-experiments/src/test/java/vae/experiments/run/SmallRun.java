package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** Experiments that take a fraction of a second, and what tests need to run them. */
public final class SmallRun {

  /** Gaussian observations of grey digits. */
  public static final String GAUSSIAN =
      """
      { "name": "small", "latentSize": 4,
        "data": {"type": "digits", "limit": 300, "split": {"validation": 40, "test": 60}},
        "encoder": {"type": "mlp", "hidden": [32]},
        "decoder": {"type": "mlp", "hidden": [32]},
        "training": {"epochs": 2, "batchSize": 64},
        "evaluation": {"draws": 3, "nll": {"samples": 20}} }
      """;

  /** Bernoulli observations of digits made black and white. */
  public static final String BERNOULLI =
      """
      { "name": "small-binary", "latentSize": 4,
        "data": {"type": "digits", "limit": 300, "split": {"validation": 40, "test": 60},
                 "binarization": {"type": "threshold"}},
        "encoder": {"type": "mlp", "hidden": [32], "activation": "relu"},
        "decoder": {"type": "mlp", "hidden": [32], "outputBias": "data-mean"},
        "likelihood": {"type": "bernoulli"},
        "estimator": {"type": "elbo", "samples": 3},
        "training": {"epochs": 2, "batchSize": 64},
        "evaluation": {"draws": 3, "nll": {"samples": 20}} }
      """;

  /** Arrays that are large enough to be shared among threads; two steps. */
  public static final String WIDE =
      """
      { "name": "wide",
        "data": {"type": "digits", "limit": 256, "split": {"validation": 0, "test": 60}},
        "encoder": {"type": "mlp", "hidden": [200]},
        "decoder": {"type": "mlp", "hidden": [200]},
        "estimator": {"type": "elbo", "samples": 3},
        "training": {"epochs": 1, "batchSize": 128} }
      """;

  /** Writes nothing. */
  public static final RunSettings.Finisher NO_REPORT = RunSettings.Finisher.NONE;

  private static final Slots SLOTS = Slots.load(null);
  private static final SpecReader READER = new SpecReader(SLOTS.catalogue());

  private SmallRun() {}

  /** Our components. */
  public static Slots slots() {
    return SLOTS;
  }

  /** The experiment in the text. */
  public static Resolved read(String json) {
    return READER.read(json);
  }

  /** A runner without a report that writes a checkpoint after every epoch of five steps. */
  public static Runner runner(KernelSet kernels, Path root) {
    return runner(kernels, root, Cadence.ofSteps(5));
  }

  /** Our components on these kernels. */
  public static RunEnvironment environment(KernelSet kernels) {
    return new RunEnvironment(SLOTS, kernels, locations());
  }

  /** A runner without a report. */
  public static Runner runner(KernelSet kernels, Path root, Cadence cadence) {
    return new Runner(environment(kernels), RunSettings.in(root).withCheckpoints(cadence));
  }

  /** Runs from the start with no one watching. */
  public static RunResult run(Resolved experiment, KernelSet kernels, Path root)
      throws IOException {
    return runner(kernels, root).run(experiment, false, new Unwatched());
  }

  /** Plain loops on one thread. */
  public static KernelSet scalar() {
    return KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  }

  /** Where no data set is looked for but the bundled ones. */
  public static Locations locations() {
    return Locations.standard(Optional.empty());
  }

  /** The data of the experiment. */
  public static Dataset data(Resolved experiment) {
    ModelFactory factory = new ModelFactory(SLOTS);
    return factory.conditioned(experiment.spec(), factory.data(experiment.spec(), locations()));
  }

  /** The model of the experiment at its first parameters. */
  public static Model model(Resolved experiment) {
    ModelFactory factory = new ModelFactory(SLOTS);
    return factory.model(experiment.spec(), data(experiment));
  }

  /** The model of the experiment as a run of it left it. */
  public static Model trained(Resolved experiment, RunResult run) throws IOException {
    Model model = model(experiment);
    Checkpoint.read(run.folder().resolve("checkpoints/final.safetensors"), run.id())
        .restore(model.parameters().list());
    return model;
  }

  /** Watches nothing. */
  public static final class Unwatched implements Progress {

    @Override
    public void step(long step, long steps) {}

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }
}
