package vae.experiments.evaluation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vae.core.distribution.MisfitException;
import vae.core.model.Claim;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.experiments.quantity.Quantities;

/**
 * The metrics that an experiment lists beside those of every run.
 *
 * @param atEnd of {@code evaluation.metrics}: measured once, on the part that is reported on
 * @param inTraining of {@code training.metrics}: measured whenever held-out data are evaluated
 */
public record FurtherMetrics(List<Metric> atEnd, List<Metric> inTraining) {

  /** Examples that a metric is tried on. */
  private static final int TRIED = 3;

  /**
   * Checks that every value has a name of its own.
   *
   * @param taken of the estimator
   * @throws SpecException where two metrics of a list measure one quantity, a name is taken, or a
   *     metric is too costly for training
   */
  public static FurtherMetrics of(
      List<Metric> atEnd, List<Metric> inTraining, List<Quantity> taken) {
    requireOwnNames("evaluation.metrics", atEnd, taken);
    requireOwnNames("training.metrics", inTraining, taken);
    for (int i = 0; i < inTraining.size(); i++) {
      if (!inTraining.get(i).everyEpoch()) {
        throw SpecException.because(
            "training.metrics[" + i + "]",
            "this metric is too costly to be measured between epochs",
            "List it in evaluation.metrics.");
      }
    }
    return new FurtherMetrics(List.copyOf(atEnd), List.copyOf(inTraining));
  }

  private static void requireOwnNames(String path, List<Metric> metrics, List<Quantity> taken) {
    Set<String> names = new HashSet<>();
    taken.forEach(it -> names.add(it.name()));
    for (int i = 0; i < metrics.size(); i++) {
      List<Quantity> own = metrics.get(i).quantities();
      if (own == null || own.isEmpty()) {
        throw SpecException.because(
            path + "[" + i + "]", "this metric lists nothing that it measures", "");
      }
      for (Quantity quantity : own) {
        if (Quantities.isStandard(quantity.name()) || !names.add(quantity.name())) {
          throw SpecException.because(
              path + "[" + i + "]",
              "\"%s\" is measured by something else already".formatted(quantity.name()),
              "Leave one of the two out.");
        }
      }
    }
  }

  /** What every model is evaluated by: the ELBO and its parts, and what the estimator adds. */
  public static List<Quantity> ofEveryRun(Claim claim) {
    List<Quantity> quantities =
        new ArrayList<>(List.of(Quantity.ELBO, Quantity.RATE, Quantity.DISTORTION));
    quantities.addAll(claim.own());
    return quantities;
  }

  /** What held-out data are evaluated by after an epoch. */
  public List<Quantity> afterEpochs(Claim claim) {
    List<Quantity> quantities = ofEveryRun(claim);
    inTraining.forEach(it -> quantities.addAll(it.quantities()));
    return quantities;
  }

  /** What they measure. */
  public List<Quantity> quantities() {
    List<Quantity> all = new ArrayList<>();
    atEnd.forEach(it -> all.addAll(it.quantities()));
    inTraining.forEach(it -> all.addAll(it.quantities()));
    return all;
  }

  /**
   * Measures one part.
   *
   * @param metrics one of the two lists
   * @param draws R ≥ 1
   */
  public static Measurements measure(
      List<Metric> metrics, HeldOutEvaluator heldOut, String part, int draws) {
    Measurements measurements = new Measurements(part);
    metrics.forEach(it -> measure(it, heldOut, draws, Integer.MAX_VALUE, measurements));
    return measurements;
  }

  private static void measure(
      Metric metric, HeldOutEvaluator heldOut, int draws, int limit, Measurements out) {
    String name = metric.quantities().getFirst().name();
    out.expect(metric.getClass().getName(), metric.quantities(), Math.min(limit, heldOut.size()));
    Evaluator on = new Evaluator(heldOut, name, draws, limit);
    out.costs()
        .of(
            name,
            () -> {
              metric.measure(on, out);
              return out;
            });
  }

  /**
   * Measures a few examples, so that what does not fit the model is known before it is trained.
   *
   * @throws SpecException where a metric does not fit
   */
  public void tryOut(HeldOutEvaluator heldOut) {
    tryOut("evaluation.metrics", atEnd, heldOut);
    tryOut("training.metrics", inTraining, heldOut);
  }

  private static void tryOut(String path, List<Metric> metrics, HeldOutEvaluator heldOut) {
    for (int i = 0; i < metrics.size(); i++) {
      try {
        measure(metrics.get(i), heldOut, 1, TRIED, new Measurements("tried"));
      } catch (MisfitException e) {
        throw SpecException.because(path + "[" + i + "]", e.getMessage(), e.fix());
      }
    }
  }
}
