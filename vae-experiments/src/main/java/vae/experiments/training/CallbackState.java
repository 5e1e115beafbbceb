package vae.experiments.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;

/**
 * What the callbacks of a run keep between two steps.
 *
 * @param arrays by callback and name, {@code <index>-<type>:<name>}
 * @param stop what one asked for, training being at or before the end of that epoch
 */
public record CallbackState(SortedMap<String, NdArray> arrays, Optional<Stop> stop) {

  /** A copy that shares no array. */
  CallbackState copy() {
    SortedMap<String, NdArray> copies = new TreeMap<>();
    arrays.forEach((name, array) -> copies.put(name, array.copy()));
    return new CallbackState(copies, stop);
  }
}
