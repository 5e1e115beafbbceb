package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.Journal;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.ParentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.TrainingSpec;
import vae.experiments.training.Callback;
import vae.experiments.training.Callbacks;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergencePolicy;
import vae.experiments.wiring.ModelFactory;

/** Everything of a run that exists before training. */
record PreparedRun(
    Resolved experiment,
    KernelSet kernels,
    Dataset data,
    Binarization binarization,
    Model model,
    FurtherMetrics metrics,
    Regime regime,
    String id,
    Path path) {

  /**
   * Loads the data and makes the model.
   *
   * @throws SpecException where the components do not fit, located in the experiment's source
   */
  static PreparedRun of(Resolved experiment, RunEnvironment environment, Path root) {
    try {
      ExperimentSpec spec = experiment.spec();
      ModelFactory factory = environment.models();
      Binarization binarization = factory.binarization(spec);
      Dataset data =
          factory.conditioned(
              spec,
              environment
                  .shared()
                  .of(experiment, () -> factory.data(spec, environment.locations())));
      Model model = factory.model(spec, data);
      FurtherMetrics metrics = factory.metrics(spec, model.estimator().claim());
      DivergencePolicy policy =
          factory.create(
              DivergencePolicy.class, "training.onDivergence", spec.training().onDivergence());
      Callbacks callbacks = callbacks(spec, environment).following(model.optimizer());
      callbacks.requireFit(model, data, metrics.afterEpochs(model.estimator().claim()));
      TrainingSpec training = spec.training();
      Regime regime =
          new Regime(
              training.batchSize(),
              training.shuffle(),
              training.epochs(),
              training.dtype(),
              policy,
              callbacks);
      String id = RunId.of(experiment, data.sha256());
      data =
          data.noting(ModelFactory.notes(spec, data, binarization))
              .noting(ModelFactory.notes(model, data));
      Path path = RunFolder.path(root, spec.name(), id);
      PreparedRun run =
          new PreparedRun(
              experiment,
              environment.kernels(),
              data,
              binarization,
              model,
              metrics,
              regime,
              id,
              path);
      if (!metrics.quantities().isEmpty()) {
        try (HeldOutEvaluator few = run.heldOut(data.train())) {
          metrics.tryOut(few);
        }
      }
      return run;
    } catch (SpecException e) {
      throw experiment.located(e);
    }
  }

  private static Callbacks callbacks(ExperimentSpec spec, RunEnvironment environment) {
    Map<String, Callback> byName = new LinkedHashMap<>();
    List<Spec> specs = spec.training().callbacks();
    for (int i = 0; i < specs.size(); i++) {
      String type = environment.slots().catalogue().nameOf(specs.get(i).getClass());
      String path = "training.callbacks[" + i + "]";
      byName.put(i + "-" + type, environment.models().create(Callback.class, path, specs.get(i)));
    }
    return new Callbacks(byName);
  }

  /** Puts the model at the parameters of the run that the spec names, where it names one. */
  void startFrom(ParentRuns parents) throws IOException {
    Optional<ParentSpec> parent = spec().from();
    if (parent.isPresent()) {
      try {
        parents.restore(parent.get(), model.parameters().list());
      } catch (SpecException e) {
        throw experiment.located(e);
      }
    }
  }

  /** What the run does, in one line. */
  String plan() {
    int n = data.train().size();
    long parameters =
        model.parameters().list().stream().mapToLong(it -> it.value().shape().size()).sum();
    int steps = Math.ceilDiv(n, regime.batchSize());
    return String.format(
        Locale.ROOT,
        "%s trains %,d parameters on %,d examples of %,d values: %,d epoch%s of %,d step%s",
        path.getFileName(),
        parameters,
        n,
        data.dimension(),
        regime.epochs(),
        regime.epochs() == 1 ? "" : "s",
        steps,
        steps == 1 ? "" : "s");
  }

  /** A warning about the training to come. */
  Optional<String> warning() {
    int batch = spec().training().batchSize();
    long stepsPerEpoch = (data.train().size() + batch - 1L) / batch;
    return WarmUpEnd.missedBy(model.estimator(), spec().training().epochs() * stepsPerEpoch);
  }

  ExperimentSpec spec() {
    return experiment.spec();
  }

  Quantities quantities() {
    return Quantities.of(model.estimator().claim()).and(metrics.quantities());
  }

  Trainer trainer() {
    return new Trainer(
        model, data, binarization, new RandomStreams(spec().seed()), regime, kernels);
  }

  Journal journal(RunFolder folder, int stepsPerEpoch) throws IOException {
    long steps = (long) spec().training().epochs() * stepsPerEpoch;
    return Journal.open(
        folder.folder().file(Journal.FILE), model.parameters().list(), steps, kernels);
  }

  HeldOutEvaluator heldOut(Examples examples) {
    return new HeldOutEvaluator(
        model,
        examples,
        Optional.of(data.train()),
        binarization,
        new RandomStreams(spec().seed()),
        spec().training().dtype(),
        kernels);
  }
}
