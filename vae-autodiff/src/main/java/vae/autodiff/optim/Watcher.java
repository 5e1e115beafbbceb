package vae.autodiff.optim;

import java.util.SortedMap;
import vae.autodiff.array.NdArray;

/** The part of a {@link Schedule} that depends on how training goes. */
public interface Watcher {

  /** Takes the next value of what it follows into account; larger is better. */
  void observe(double value);

  /** Its factor of the base rate by now. */
  double factor();

  /** All that it has learnt from the values so far. */
  SortedMap<String, NdArray> state();

  /** Takes over a state that {@link #state} gave before. */
  void restore(SortedMap<String, NdArray> saved);
}
