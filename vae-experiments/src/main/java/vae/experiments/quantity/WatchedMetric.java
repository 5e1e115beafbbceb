package vae.experiments.quantity;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.core.model.Claim;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;

/**
 * A metric that training follows, such as the one that stops it; never one of test data.
 *
 * @param goal which values are better; empty for the quantity's own direction
 */
public record WatchedMetric(String metric, Optional<Goal> goal) {

  private static final String VALIDATION = "validation";

  /** Which values of the metric are better. */
  public enum Goal {
    MAXIMIZE,
    MINIMIZE
  }

  /**
   * @throws SpecException at {@code metric} where it is of other data
   */
  public WatchedMetric {
    requireNotOfTest(metric);
  }

  /**
   * @throws SpecException at {@code metric} where it is of other data
   */
  public static void requireNotOfTest(String metric) {
    if (!metric.matches("(validation|train)/.+")) {
      throw new SpecException(
          "metric",
          "a metric of validation/ or train/",
          "\"" + metric + "\"",
          "Training never follows test data.");
    }
  }

  /**
   * Whether smaller values are better in a run that measures it.
   *
   * @param claim of the run's estimator, whose bound and parts are measured on training data
   * @param heldOut what is measured on validation data after epochs
   * @throws SpecException at {@code metric} or {@code goal} where the run does not measure it, or
   *     neither direction is better
   */
  public boolean minimizes(Claim claim, List<Quantity> heldOut, boolean hasValidation) {
    String part = metric.substring(0, metric.indexOf('/'));
    if (part.equals(VALIDATION) && !hasValidation) {
      throw SpecException.because(
          "metric",
          metric + " needs validation data, and there are none",
          "Give the data a validation part (data.split.validation), or take a metric of train/.");
    }
    SortedMap<String, Quantity> known = new TreeMap<>();
    if (part.equals(VALIDATION)) {
      heldOut.forEach(quantity -> known.put(quantity.on(part), quantity));
    } else {
      claim.bound().ifPresent(bound -> known.put(bound.on(part), bound));
      claim.parts().forEach(quantity -> known.put(quantity.on(part), quantity));
    }
    if (!known.containsKey(metric)) {
      throw new SpecException(
          "metric",
          "one of " + String.join(", ", known.keySet()),
          "\"" + metric + "\"",
          "These are measured after epochs of this run.");
    }
    Quantity.Better better = known.get(metric).better();
    if (goal.isEmpty() && better == Quantity.Better.NEITHER) {
      throw SpecException.because(
          "goal",
          "neither larger nor smaller values of " + metric + " are better as such",
          "Add \"goal\": \"minimize\" or \"maximize\".");
    }
    return goal.map(it -> it == Goal.MINIMIZE).orElse(better == Quantity.Better.SMALLER);
  }
}
