package vae.experiments.run;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.quantity.Quantities;
import vae.experiments.training.Trainer;

/** Measures a model on validation and test data between epochs of its training. */
final class EpochEvaluation implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(EpochEvaluation.class);

  private final PreparedRun run;
  private final Trainer trainer;
  private final HeldOutEvaluator validation;
  private final HeldOutEvaluator test;
  private final Costs costs = new Costs();
  private boolean warned;

  EpochEvaluation(PreparedRun run, Trainer trainer) {
    this.run = run;
    this.trainer = trainer;
    validation = run.heldOut(run.data().validation());
    test = run.heldOut(run.data().test());
  }

  /**
   * Adds the means of both parts at the parameters that are evaluated.
   *
   * @param measured sees the model at these parameters
   */
  void addTo(SortedMap<String, Double> metrics, Runnable measured) {
    try (var _ = trainer.evaluated()) {
      if (!warned) {
        Optional<String> concern = run.model().likelihood().concern();
        concern.ifPresent(LOG::warn);
        warned = concern.isPresent();
      }
      add(metrics, validation, "validation");
      add(metrics, test, "test");
      measured.run();
    }
  }

  private void add(SortedMap<String, Double> metrics, HeldOutEvaluator heldOut, String part) {
    if (heldOut.size() > 0) {
      metrics.putAll(costs.of("elbo", () -> heldOut.means(part + "/")));
      Measurements further = FurtherMetrics.measure(run.metrics().inTraining(), heldOut, part, 1);
      further.values().forEach((name, measured) -> metrics.put(name, measured.value()));
      costs.add(further.costs());
    }
  }

  /** Metrics at the end of an epoch: counts are exact, all else is of one draw of the noise. */
  static SortedMap<String, Measured> measured(SortedMap<String, Double> values) {
    SortedMap<String, Measured> metrics = new TreeMap<>();
    values.forEach(
        (name, value) ->
            metrics.put(
                name,
                Quantities.STANDARD.of(name).unit() == Quantity.Unit.COUNT
                    ? Measured.exact(value)
                    : Measured.unmeasured(value)));
    return metrics;
  }

  /** The time that each metric took so far. */
  Costs costs() {
    return costs;
  }

  @Override
  public void close() {
    try (validation) {
      test.close();
    }
  }
}
