package vae.experiments.training;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;

/**
 * The parameters of an epoch that the model returns to at the end of training.
 *
 * @param epoch after which they were those that the model was evaluated at, ≥ 1
 * @param parameters all of the model's, by name
 */
public record Kept(int epoch, SortedMap<String, NdArray> parameters) {

  public Kept {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }
}
