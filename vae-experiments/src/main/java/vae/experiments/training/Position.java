package vae.experiments.training;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where training stands between two steps.
 *
 * @param epoch epochs done, ≥ 0
 * @param batch steps done of the next epoch, ≥ 0
 * @param sums of the next epoch's metrics over its steps so far, to the bit
 * @param callbacks what they keep
 */
public record Position(
    int epoch, int batch, SortedMap<String, MetricSums.Sum> sums, CallbackState callbacks) {

  /** A position in a training without callbacks. */
  public Position(int epoch, int batch, SortedMap<String, MetricSums.Sum> sums) {
    this(epoch, batch, sums, new CallbackState(new TreeMap<>(), Optional.empty()));
  }

  public Position {
    sums = Collections.unmodifiableSortedMap(new TreeMap<>(sums));
  }
}
