package vae.experiments.training;

import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.tape.Tensor;
import vae.core.model.Estimate;

/**
 * Means over examples of what estimates report, added in double precision in the order of examples.
 */
public final class MetricSums {

  /**
   * One metric's part.
   *
   * @param sum over the examples so far
   * @param count of the examples
   */
  public record Sum(double sum, long count) {}

  private final SortedMap<String, Sum> sums = new TreeMap<>();

  /** Nothing added yet. */
  public MetricSums() {}

  /** Goes on from sums that {@link #sums} gave before. */
  public MetricSums(SortedMap<String, Sum> before) {
    sums.putAll(before);
  }

  /**
   * Adds a batch's estimate; only its bound, never its surrogate.
   *
   * @param metric the name of the bound
   */
  public void add(String metric, Estimate estimate) {
    estimate.bound().ifPresent(bound -> add(metric, bound.perExample()));
    estimate.rate().ifPresent(rate -> add("rate", rate));
    estimate.distortion().ifPresent(distortion -> add("distortion", distortion));
  }

  private void add(String name, Tensor perExample) {
    Sum before = sums.getOrDefault(name, new Sum(0, 0));
    double sum = before.sum();
    int size = perExample.shape().size();
    for (int i = 0; i < size; i++) {
      sum += perExample.get(i);
    }
    sums.put(name, new Sum(sum, before.count() + size));
  }

  /** Counts events, which the means give as they are: not by example. */
  public void count(String name, int events) {
    sums.put(name, new Sum(sums.getOrDefault(name, new Sum(0, 1)).sum() + events, 1));
  }

  /** The sums so far by name; a copy. */
  public SortedMap<String, Sum> sums() {
    return new TreeMap<>(sums);
  }

  /** The means, each name with the prefix in front. */
  public SortedMap<String, Double> means(String prefix) {
    SortedMap<String, Double> means = new TreeMap<>();
    sums.forEach((name, sum) -> means.put(prefix + name, sum.sum() / sum.count()));
    return means;
  }
}
