package vae.experiments.sweep.plan;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.core.model.Claim;
import vae.core.model.Estimator;
import vae.core.model.Quantity;
import vae.data.source.DataSource;
import vae.data.source.SplitSpec;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.divergence.DivergencePolicy;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * The names of the metrics that a run will have, from its spec alone: before any data are read.
 *
 * <p>Which parts there are is in the split of the data; which quantities, in what the components
 * say of themselves.
 */
public final class MetricNames {

  private final ModelFactory factory;

  public MetricNames(Slots slots) {
    this(new ModelFactory(slots));
  }

  MetricNames(ModelFactory factory) {
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

  /** Those at the end of an epoch after which held-out data are evaluated. */
  public SortedSet<String> ofEpoch(ExperimentSpec spec) {
    Claim claim = claim(spec);
    SortedSet<String> names = new TreeSet<>();
    claim.bound().ifPresent(it -> names.add(it.on("train")));
    claim.parts().forEach(it -> names.add(it.on("train")));
    DivergencePolicy policy =
        factory.create(
            DivergencePolicy.class, "training.onDivergence", spec.training().onDivergence());
    if (policy.skips() > 0) {
      names.add(Quantities.SKIPPED.on("train"));
    }
    if (policy.rollBacks() > 0) {
      names.add(Quantities.ROLLED_BACK.on("train"));
    }
    SplitSpec split = ((DataSource.Spec) spec.data()).split();
    List<Quantity> heldOut = factory.metrics(spec, claim).afterEpochs(claim);
    if (split.validation() > 0) {
      heldOut.forEach(it -> names.add(it.on("validation")));
    }
    if (split.test() > 0) {
      heldOut.forEach(it -> names.add(it.on("test")));
    }
    return names;
  }

  /** Those in {@code result.json} of a run that did not diverge, further ones as well. */
  public SortedSet<String> ofResult(ExperimentSpec spec) {
    SortedSet<String> names = spec.training().epochs() > 0 ? ofEpoch(spec) : new TreeSet<>();
    Claim claim = claim(spec);
    List<Quantity> reported = FurtherMetrics.ofEveryRun(claim);
    factory.metrics(spec, claim).atEnd().forEach(it -> reported.addAll(it.quantities()));
    reported.add(Quantities.ACTIVE_UNITS);
    if (spec.evaluation().nll().isPresent()) {
      reported.add(Quantities.NLL);
      reported.add(Quantities.EFFECTIVE);
    }
    reported.forEach(it -> names.add(it.on(reportedPart(spec))));
    return names;
  }

  private Claim claim(ExperimentSpec spec) {
    return factory.create(Estimator.class, "estimator", spec.estimator()).claim();
  }
}
