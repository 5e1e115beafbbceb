package vae.experiments.wiring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vae.autodiff.array.ShapeException;
import vae.autodiff.nn.Parameters;
import vae.autodiff.nn.TooManyParametersException;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.MisfitException;
import vae.core.model.Claim;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.ImageShape;
import vae.core.model.Layered;
import vae.core.model.LikelihoodModel;
import vae.core.model.Prior;
import vae.core.model.Quantity;
import vae.core.model.Sizes;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.core.wiring.Factories;
import vae.core.wiring.ModelSite;
import vae.data.condition.ConditionSource;
import vae.data.missing.Known;
import vae.data.missing.MissingValues;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.NpyFile;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.Metric;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.optimizer.OptimizerRule;

/**
 * From a spec to data and a model: one injector, for one run.
 *
 * <p>The data come first, because the model's shapes depend on them.
 */
public final class ModelFactory {

  /** What helps where a part is too large. */
  static final String SMALLER =
      "Make its layers, the latent size, or its numbers of steps or components smaller";

  private static final String CONDITION = "condition";

  private final Factories factories;
  private final PluginComponents plugins;

  public ModelFactory(Slots slots) {
    plugins = slots.brought();
    try {
      factories = new Factories(slots.modules());
    } catch (RuntimeException | LinkageError e) {
      throw plugins.blame(e);
    }
  }

  /**
   * Loads the spec's data, before any binarization.
   *
   * @throws SpecException where the spec does not fit them, with its whole path
   */
  public Dataset data(ExperimentSpec spec, Locations locations) {
    DataSource source = create(DataSource.class, "data", spec.data());
    MissingValues.Spec missing = ((DataSource.Spec) spec.data()).missing();
    MissingValues values = create(MissingValues.class, "data.missing", missing);
    Binarization binarization = binarization(spec);
    try {
      Dataset data = source.load(locations);
      return known(values, data, locations)
          .map(it -> data.knowing(it, missing))
          .orElse(data)
          .fitFor(binarization);
    } catch (SpecException e) {
      throw e.under("data");
    }
  }

  private static Optional<Known> known(MissingValues values, Dataset data, Locations locations) {
    try {
      return values.known(data.shape(), path -> NpyFile.array(locations, path));
    } catch (SpecException e) {
      throw e.under("missing");
    }
  }

  /** How values of the spec's data become zeros and ones. */
  public Binarization binarization(ExperimentSpec spec) {
    DataSource.Spec data = (DataSource.Spec) spec.data();
    return create(Binarization.class, "data.binarization", data.binarization());
  }

  /**
   * The model at its first parameters.
   *
   * @throws SpecException where the components do not fit each other or the data
   */
  public Model model(ExperimentSpec spec, Dataset data) {
    try {
      return fitted(spec, data, binarization(spec));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw plugins.blame(e);
    }
  }

  private Model fitted(ExperimentSpec spec, Dataset data, Binarization binarization) {
    requireFittingData(spec, data, binarization);
    MemoryCheck memory = new MemoryCheck(spec, Runtime.getRuntime().maxMemory());
    Parameters parameters =
        Parameters.of(
            spec.training().dtype(),
            new RandomStreams(spec.seed()).initialization(),
            memory.mostParameters());
    ModelSite site =
        factories.site(
            parameters,
            sizes(spec, data),
            Optional.of(new TrainingPart(data.train(), binarization)),
            (part, problem) -> explained(part, problem, memory));
    Map<String, List<Parameter>> made = new HashMap<>();
    Model model =
        new Model(
            part(Prior.class, "prior", spec.prior(), site, made),
            part(Encoder.class, "encoder", spec.encoder(), site, made),
            part(Decoder.class, "decoder", spec.decoder(), site, made),
            part(LikelihoodModel.class, "likelihood", spec.likelihood(), site, made),
            part(Estimator.class, "estimator", spec.estimator(), site, made)
                .withExamples(data.train().size()),
            create(OptimizerRule.class, "optimizer", spec.optimizer()),
            parameters);
    requireTaken(model, data);
    requireOneSplit(model);
    tryOut("estimator", () -> ContractCheck.require(model, spec, data, made, plugins));
    tryOut("prior", () -> memory.requirePrior(model, data));
    tryOut("estimator", () -> memory.require(model, data));
    return model;
  }

  private static Sizes sizes(ExperimentSpec spec, Dataset data) {
    return new Sizes(
        data.dimension(),
        ImageShape.of(data.exampleShape()),
        spec.latentSize(),
        spec.likelihood().outputsPerDimension() * data.dimension(),
        Optional.of(spec.likelihood().outputFor(data.trainMean())),
        data.conditionSize(),
        data.train().size());
  }

  /** Makes the component of a slot and notes the parameters below its key. */
  private static <T> T part(
      Class<T> slot, String key, Spec spec, ModelSite site, Map<String, List<Parameter>> made) {
    T part = site.make(slot, key, spec);
    made.put(key, site.in(key).parameters().list());
    return part;
  }

  /**
   * The metrics that the spec lists beside those of every run.
   *
   * @throws SpecException where two of them, or one and the estimator, measure one quantity
   */
  public FurtherMetrics metrics(ExperimentSpec spec, Claim claim) {
    List<Quantity> taken = Stream.concat(claim.bound().stream(), claim.parts().stream()).toList();
    return FurtherMetrics.of(
        metrics("evaluation.metrics", spec.evaluation().metrics()),
        metrics("training.metrics", spec.training().metrics()),
        taken);
  }

  private List<Metric> metrics(String path, List<Spec> specs) {
    return IntStream.range(0, specs.size())
        .mapToObj(i -> create(Metric.class, path + "[" + i + "]", specs.get(i)))
        .toList();
  }

  /**
   * The data as the spec conditions on them.
   *
   * @throws SpecException where they have no such condition, with its whole path
   */
  public Dataset conditioned(ExperimentSpec spec, Dataset data) {
    ConditionSource condition = create(ConditionSource.class, CONDITION, spec.condition());
    try {
      return condition.given(data);
    } catch (SpecException e) {
      throw e.under(CONDITION);
    }
  }

  private static void requireTaken(Model model, Dataset data) {
    if (data.conditionSize() > 0
        && !model.decoder().takesCondition()
        && !model.prior().takesCondition()) {
      throw new SpecException(
          CONDITION + ".type",
          "a decoder or a prior that takes the condition",
          "neither",
          "Take a decoder that does, such as {\"type\": \"mlp\"}, or {\"type\": \"none\"} here.");
    }
  }

  /** Parts that take z as two layers divide it at the same place. */
  private static void requireOneSplit(Model model) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("prior", model.prior());
    parts.put("encoder", model.encoder());
    parts.put("decoder", model.decoder());
    parts.values().removeIf(part -> !(part instanceof Layered));
    String first = parts.isEmpty() ? "" : parts.keySet().iterator().next();
    parts.forEach(
        (key, part) -> {
          int expected = ((Layered) parts.get(first)).lowerSize();
          int got = ((Layered) part).lowerSize();
          if (got != expected) {
            throw new SpecException(
                key + ".lowerSize",
                "%d, as in %s.lowerSize".formatted(expected, first),
                Integer.toString(got),
                "Give all parts of the model that have two layers the same lowerSize, or none.");
          }
        });
  }

  private static void requireFittingData(
      ExperimentSpec spec, Dataset data, Binarization binarization) {
    if (data.train().size() == 0) {
      throw new SpecException("data", "training examples", "none", "Make the split smaller.");
    }
    if (spec.likelihood().needsBinaryData()
        && !binarization.makesBinary()
        && !data.train().binary()) {
      throw new SpecException(
          "likelihood.type",
          "a likelihood for real values, or data that are binarized",
          "a likelihood of zeros and ones for data without binarization",
          "Add to the data: \"binarization\": {\"type\": \"dynamic-per-batch\"}.");
    }
    if (spec.likelihood().needsUnitInterval()
        && !binarization.makesBinary()
        && !(data.train().within(0, 1)
            && data.validation().within(0, 1)
            && data.test().within(0, 1))) {
      throw new SpecException(
          "likelihood.type",
          "a likelihood for any real values, or data between 0 and 1",
          "a likelihood on [0, 1] for data that leave it",
          "Take the likelihood \"gaussian\", \"laplace\" or \"student-t\", or rescale the data.");
    }
  }

  /** What a reader of results should know of how the likelihood takes the data. */
  public static List<String> notes(ExperimentSpec spec, Dataset data, Binarization binarization) {
    OptionalInt levels = spec.likelihood().greyLevels();
    if (levels.isEmpty() || binarization.makesBinary()) {
      return List.of();
    }
    OptionalDouble between = data.train().between(levels.getAsInt());
    return between.isEmpty()
        ? List.of()
        : List.of(
            "the likelihood rounds the data to its %d grey levels: values such as %s lie between two"
                .formatted(levels.getAsInt(), (float) between.getAsDouble()));
  }

  /** What a reader of results should know of how the model takes the condition. */
  public static List<String> notes(Model model, Dataset data) {
    return data.conditionSize() == 0 || model.encoder().takesCondition()
        ? List.of()
        : List.of("the encoder ignores the condition: q(z | x) stands in for q(z | x, c)");
  }

  /**
   * One estimate of contracts and shapes: components that do not fit each other say so here.
   *
   * @param slot whose component is at fault then
   */
  private void tryOut(String slot, Runnable checks) {
    try {
      checks.run();
    } catch (MisfitException e) {
      throw SpecException.because(slot + ".type", e.getMessage(), e.fix());
    } catch (ShapeException e) {
      RuntimeException blamed = plugins.blame(e);
      throw blamed == e ? misfit(slot + ".type", e) : blamed;
    }
  }

  private static SpecException misfit(String path, ShapeException e) {
    String fix = "This is a fault of one of the components; their shapes are in its javadoc.";
    return SpecException.because(path, "shapes do not fit: " + e.getMessage(), fix);
  }

  /**
   * A component that is no part of a model.
   *
   * @param path where its spec stands, put before the path of its complaints
   * @throws SpecException where the spec does not fit
   */
  public <T> T create(Class<T> type, String path, Spec spec) {
    return factories.site(plugins::blame).make(type, path, spec);
  }

  /** Problems of size in terms of memory, others in terms of the plugin at fault. */
  private RuntimeException explained(Spec part, Throwable problem, MemoryCheck memory) {
    if (problem instanceof TooManyParametersException e) {
      return memory.tooMany("", e);
    }
    if (problem instanceof ShapeException e && e.isTooLarge()) {
      return SpecException.because("", "does not fit: " + e.getMessage(), SMALLER + ".");
    }
    if (problem instanceof ArithmeticException e && e.getMessage().endsWith(" overflow")) {
      String counts = "does not fit: it counts more than 2147483647 numbers";
      return SpecException.because("", counts, SMALLER + ".");
    }
    RuntimeException blamed = plugins.blame(part, problem);
    return blamed instanceof ShapeException e ? misfit("", e) : blamed;
  }
}
