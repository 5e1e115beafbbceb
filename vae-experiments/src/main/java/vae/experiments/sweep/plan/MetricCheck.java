package vae.experiments.sweep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Supplier;
import vae.core.model.Quantity;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.ExperimentSpec;

/**
 * Checks that every trial has the metric that trials are compared by, and pauses where it is known.
 */
final class MetricCheck {

  private final MetricNames names;
  private final String metric;
  private final boolean pauses;
  private final Set<Kind> checked = new HashSet<>();
  private int leastEpochs = Integer.MAX_VALUE;
  private final Set<Integer> evaluations = new HashSet<>();

  /** What decides which metrics a run has. */
  private record Kind(
      Spec estimator,
      Spec policy,
      Spec data,
      boolean trains,
      boolean nll,
      List<Spec> atEnd,
      List<Spec> inTraining) {}

  MetricCheck(MetricNames names, String metric, boolean pauses) {
    this.names = names;
    this.metric = metric;
    this.pauses = pauses;
  }

  void require(ExperimentSpec spec, Supplier<String> where) {
    leastEpochs = Math.min(leastEpochs, spec.training().epochs());
    evaluations.add(spec.training().evaluateEvery());
    Kind kind =
        new Kind(
            spec.estimator(),
            spec.training().onDivergence(),
            spec.data(),
            spec.training().epochs() > 0,
            spec.evaluation().nll().isPresent(),
            spec.evaluation().metrics(),
            spec.training().metrics());
    if (checked.add(kind)) {
      requireOneOf(names.ofResult(spec), spec, where.get());
    }
  }

  private void requireOneOf(SortedSet<String> known, ExperimentSpec spec, String where) {
    if (!known.contains(metric)) {
      boolean likelihood =
          Quantity.nameIn(metric).equals(Quantities.NLL.name())
              && spec.evaluation().nll().isEmpty();
      String more =
          likelihood
              ? "The likelihood is estimated where \"evaluation\" has {\"nll\": {\"samples\": …}}."
              : "These are the metrics of the experiment%s.".formatted(where);
      throw SpecException.unknown("metric.name", "metric", metric, known, more);
    }
    if (pauses && !names.ofEpoch(spec).contains(metric)) {
      throw SpecException.because(
          "metric.name",
          "%s is known at the end of a training only, and trials are compared before it%s"
              .formatted(metric, where),
          "known at the end of an epoch: " + String.join(", ", names.ofEpoch(spec)));
    }
  }

  /**
   * The method's rungs for the trials that were checked.
   *
   * @throws SpecException where a trial cannot pause there
   */
  Optional<Rungs> rungs(Method method) {
    Optional<Rungs> rungs;
    try {
      rungs = method.rungs(leastEpochs);
    } catch (SpecException e) {
      throw e.under("method");
    }
    for (int epoch : rungs.map(Rungs::epochs).orElse(List.of())) {
      for (int every : evaluations) {
        if (epoch % every != 0) {
          throw SpecException.because(
              "method.epochs",
              "trials would be compared after %d epochs, and held-out data are evaluated every %d (training.evaluateEvery)"
                  .formatted(epoch, every),
              "Take multiples of %d, or \"evaluateEvery\": 1.".formatted(every));
        }
      }
    }
    return rungs;
  }
}
