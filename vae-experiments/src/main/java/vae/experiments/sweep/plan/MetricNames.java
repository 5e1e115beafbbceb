package vae.experiments.sweep.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.MisfitException;
import vae.core.spec.SpecException;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;
import vae.data.transform.NoBinarization;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.DivergencePolicy;
import vae.experiments.training.Model;
import vae.experiments.training.Streams;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * The names of the metrics that a run will have, from its spec alone: before any data are read.
 *
 * <p>Which parts there are is in the split of the data; what an estimator reports is found out on
 * four made-up examples and a small model, as only the estimator itself knows it.
 */
public final class MetricNames {

  private static final String STAND_IN =
      """
      { "name": "stand-in", "latentSize": 2,
        "encoder": {"type": "mlp", "hidden": []}, "decoder": {"type": "mlp", "hidden": []},
        "likelihood": {"type": "%s"} }
      """;

  private final SpecReader reader;
  private final ModelFactory factory;
  private final Map<Class<?>, Optional<Reported>> known = new HashMap<>();

  /** What an estimate holds beside the surrogate. */
  private record Reported(boolean bound, boolean rate, boolean distortion) {}

  /** Of runs made of the components in these slots. */
  public MetricNames(Slots slots) {
    this(new SpecReader(slots.catalogue()), new ModelFactory(slots));
  }

  MetricNames(SpecReader reader, ModelFactory factory) {
    this.reader = reader;
    this.factory = factory;
  }

  /** The part that is reported on: test, else validation, else train. */
  public static String reportedPart(ExperimentSpec spec) {
    SplitSpec split = ((DataSource.Spec) spec.data()).split();
    return split.test() > 0 ? "test" : split.validation() > 0 ? "validation" : "train";
  }

  /** The part that models are chosen on: validation where there is one, else what is reported. */
  static String chosenOn(ExperimentSpec spec) {
    SplitSpec split = ((DataSource.Spec) spec.data()).split();
    return split.validation() > 0 ? "validation" : reportedPart(spec);
  }

  /**
   * Those at the end of an epoch after which held-out data are evaluated; empty where the estimator
   * cannot be tried out and so they are not known.
   */
  public Optional<SortedSet<String>> ofEpoch(ExperimentSpec spec) {
    return reported(spec).map(reported -> ofEpoch(spec, reported));
  }

  /** Those in {@code result.json} of a run that did not diverge; empty where not known. */
  public Optional<SortedSet<String>> ofResult(ExperimentSpec spec) {
    return reported(spec)
        .map(
            reported -> {
              SortedSet<String> names = new TreeSet<>();
              if (spec.training().epochs() > 0) {
                names.addAll(ofEpoch(spec, reported));
              }
              String part = reportedPart(spec) + "/";
              heldOut(names, part, spec, reported);
              names.add(part + "active-units");
              if (spec.evaluation().nll().isPresent()) {
                names.add(part + "nll");
                names.add(part + "nll-effective-samples");
              }
              return names;
            });
  }

  private SortedSet<String> ofEpoch(ExperimentSpec spec, Reported reported) {
    SortedSet<String> names = new TreeSet<>();
    add(names, reported.bound(), "train/" + estimator(spec).claim().metric());
    add(names, reported.rate(), "train/rate");
    add(names, reported.distortion(), "train/distortion");
    DivergencePolicy policy =
        factory.create(
            DivergencePolicy.class, "training.onDivergence", spec.training().onDivergence());
    add(names, policy.skips() > 0, "train/skipped");
    add(names, policy.rollBacks() > 0, "train/rolled-back");
    SplitSpec split = ((DataSource.Spec) spec.data()).split();
    if (split.validation() > 0) {
      heldOut(names, "validation/", spec, reported);
    }
    if (split.test() > 0) {
      heldOut(names, "test/", spec, reported);
    }
    return names;
  }

  private void heldOut(
      SortedSet<String> names, String part, ExperimentSpec spec, Reported reported) {
    names.addAll(List.of(part + "elbo", part + "rate", part + "distortion"));
    add(names, reported.bound(), part + estimator(spec).claim().metric());
  }

  private static void add(SortedSet<String> names, boolean present, String name) {
    if (present) {
      names.add(name);
    }
  }

  private Estimator estimator(ExperimentSpec spec) {
    return factory.create(Estimator.class, "estimator", spec.estimator());
  }

  private Optional<Reported> reported(ExperimentSpec spec) {
    return known.computeIfAbsent(
        spec.estimator().getClass(),
        _ ->
            List.of("gaussian", "bernoulli").stream()
                .flatMap(likelihood -> tryOut(spec.estimator(), likelihood).stream())
                .findFirst());
  }

  /** What the estimator reports of a model of its kind; empty where it does not fit. */
  private Optional<Reported> tryOut(Estimator.Spec estimator, String likelihood) {
    ExperimentSpec small = reader.read(STAND_IN.formatted(likelihood)).spec();
    ExperimentSpec spec =
        new ExperimentSpec(
            small.name(),
            small.seed(),
            small.data(),
            small.latentSize(),
            small.prior(),
            small.encoder(),
            small.decoder(),
            small.likelihood(),
            estimator,
            small.optimizer(),
            small.training(),
            small.evaluation());
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Binarization none = new NoBinarization();
      Model model = factory.model(spec, madeUp(), none);
      Estimate estimate =
          model
              .on(tape, Batch.of(NdArray.zeros(DType.F32, Shape.of(1, 4))))
              .estimate(model.estimator(), new Streams(0).training());
      return Optional.of(
          new Reported(
              estimate.bound().isPresent(),
              estimate.rate().isPresent(),
              estimate.distortion().isPresent()));
    } catch (SpecException | MisfitException e) {
      return Optional.empty();
    }
  }

  private static Dataset madeUp() {
    RawArray zerosAndOnes =
        RawArray.ofFloats(
            new int[] {4, 4},
            ElementKind.F4,
            new float[] {0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0});
    Content content = Content.of("made up", zerosAndOnes, 1, Optional.empty());
    return Dataset.inOrder("made up", content, 4, 0);
  }
}
