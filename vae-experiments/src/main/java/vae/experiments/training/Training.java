package vae.experiments.training;

import java.util.Map;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;

/** What a {@link Callback} sees of training, and what it may do to it. */
public interface Training extends TrainingState {

  /**
   * Metrics of the last epoch by name, such as {@code train/elbo}; parts that were not evaluated
   * are absent, and before the end of the first epoch all are.
   */
  SortedMap<String, Double> metrics();

  /**
   * Ends training with the present epoch. The held-out parts are evaluated there whatever {@code
   * training.evaluateEvery} says, and the result names the callback and its reason.
   */
  void stop(String reason);

  /**
   * Writes a file of the run, {@code callbacks/<index>-<type>/<name>}, which the manifest lists.
   * Whatever a file of that name held is replaced: a resumed run writes again what it wrote after
   * its last checkpoint.
   *
   * @param name 1 to 100 of {@code A-Z a-z 0-9 . _ -}, no dot in front
   * @throws IllegalArgumentException where it is no such name
   */
  void write(String name, byte[] content);

  /**
   * Writes arrays as such a file, in the safetensors format, where they need not be copied.
   *
   * @param metadata texts by name
   */
  void write(String name, SortedMap<String, NdArray> arrays, Map<String, String> metadata);
}
