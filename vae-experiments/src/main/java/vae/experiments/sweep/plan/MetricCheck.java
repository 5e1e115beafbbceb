package vae.experiments.sweep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.experiments.spec.ExperimentSpec;

/**
 * Checks that every trial has the metric that trials are compared by, and pauses where it is known.
 */
final class MetricCheck {

  private final MetricNames names;
  private final Optional<String> metric;
  private final boolean pauses;
  private final Set<Kind> checked = new HashSet<>();
  private int leastEpochs = Integer.MAX_VALUE;
  private final Set<Integer> evaluations = new HashSet<>();

  /** What decides which metrics a run has. */
  private record Kind(Spec estimator, Spec policy, String part, boolean trains, boolean nll) {}

  /**
   * @param metric its name; the ELBO of the reported part where empty
   * @param pauses whether the metric must be known at the end of an epoch
   */
  MetricCheck(MetricNames names, Optional<String> metric, boolean pauses) {
    this.names = names;
    this.metric = metric;
    this.pauses = pauses;
  }

  /** The metric's name in the experiment. */
  String metric(ExperimentSpec spec) {
    return metric.orElse(MetricNames.reportedPart(spec) + "/elbo");
  }

  /**
   * @param where says which trial it is, as the end of a sentence
   * @throws SpecException where the trial has no such metric
   */
  void require(ExperimentSpec spec, String where) {
    leastEpochs = Math.min(leastEpochs, spec.training().epochs());
    evaluations.add(spec.training().evaluateEvery());
    Kind kind =
        new Kind(
            spec.estimator(),
            spec.training().onDivergence(),
            spec.data().toString(),
            spec.training().epochs() > 0,
            spec.evaluation().nll().isPresent());
    if (checked.add(kind)) {
      names.ofResult(spec).ifPresent(known -> requireOneOf(known, spec, where));
    }
  }

  private void requireOneOf(SortedSet<String> known, ExperimentSpec spec, String where) {
    String wanted = metric(spec);
    if (!known.contains(wanted)) {
      boolean likelihood = wanted.endsWith("/nll") && spec.evaluation().nll().isEmpty();
      String more =
          likelihood
              ? "The likelihood is estimated where \"evaluation\" has {\"nll\": {\"samples\": …}}."
              : "These are the metrics of the experiment%s.".formatted(where);
      throw SpecException.unknown("metric.name", "metric", wanted, known, more);
    }
    Optional<SortedSet<String>> early = pauses ? names.ofEpoch(spec) : Optional.empty();
    if (early.isPresent() && !early.get().contains(wanted)) {
      throw SpecException.because(
          "metric.name",
          "%s is known at the end of a training only, and trials are compared before it%s"
              .formatted(wanted, where),
          "known at the end of an epoch: " + String.join(", ", early.get()));
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
