package vae.experiments.training;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.tape.Tensor;
import vae.core.model.Estimate;

/**
 * Means over examples of what estimates report, added in double precision in the order of examples.
 */
public final class MetricSums {

  private final SortedMap<String, Double> sums = new TreeMap<>();
  private final Map<String, Long> counts = new HashMap<>();

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
    double sum = sums.getOrDefault(name, 0.0);
    counts.merge(name, (long) perExample.shape().size(), Long::sum);
    for (int i = 0; i < perExample.shape().size(); i++) {
      sum += perExample.get(i);
    }
    sums.put(name, sum);
  }

  /** The means, each name with the prefix in front. */
  public SortedMap<String, Double> means(String prefix) {
    SortedMap<String, Double> means = new TreeMap<>();
    sums.forEach((name, sum) -> means.put(prefix + name, sum / counts.get(name)));
    return means;
  }
}
