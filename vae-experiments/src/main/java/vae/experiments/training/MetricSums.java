package vae.experiments.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.tape.Tensor;
import vae.core.model.Bound;
import vae.core.model.Claim;
import vae.core.model.Estimate;
import vae.core.model.Quantity;

/**
 * Means over examples of what estimates report, added in double precision in the order of examples.
 */
public final class MetricSums {

  /**
   * One metric's part.
   *
   * @param sum over the examples so far
   */
  public record Sum(double sum, long count) {}

  private final SortedMap<String, Sum> sums = new TreeMap<>();

  public MetricSums() {}

  /** Continues from earlier {@link #sums}. */
  public MetricSums(SortedMap<String, Sum> before) {
    sums.putAll(before);
  }

  /**
   * Adds what a batch's estimate holds of what its estimator claims to report; never its surrogate.
   */
  public void add(Claim claim, Estimate estimate) {
    claim.bound().ifPresent(it -> add(it, estimate.bound().map(Bound::perExample)));
    claim.parts().forEach(it -> add(it, Optional.ofNullable(estimate.parts().get(it))));
  }

  private void add(Quantity quantity, Optional<Tensor> reported) {
    String name = quantity.name();
    Tensor perExample =
        reported.orElseThrow(
            () -> new IllegalStateException("the estimator claims to report " + name));
    Sum before = sums.getOrDefault(name, new Sum(0, 0));
    double sum = before.sum();
    int size = perExample.shape().size();
    for (int i = 0; i < size; i++) {
      sum += perExample.get(i);
    }
    sums.put(name, new Sum(sum, before.count() + size));
  }

  /** Counts events, which the means give as they are: not by example. */
  public void count(Quantity quantity, int events) {
    String name = quantity.name();
    sums.put(name, new Sum(sums.getOrDefault(name, new Sum(0, 1)).sum() + events, 1));
  }

  /** The sums so far by name; a copy. */
  public SortedMap<String, Sum> sums() {
    return new TreeMap<>(sums);
  }

  public SortedMap<String, Double> means(String prefix) {
    SortedMap<String, Double> means = new TreeMap<>();
    sums.forEach((name, sum) -> means.put(prefix + name, sum.sum() / sum.count()));
    return means;
  }
}
