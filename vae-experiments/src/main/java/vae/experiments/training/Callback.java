package vae.experiments.training;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;

/**
 * Takes part in training between its steps; slot {@code callback}.
 *
 * <p>The callbacks of {@code training.callbacks} are called in the order of that list. What one
 * does may depend on nothing but its spec, its {@link #state} and what {@link Training} shows: the
 * same run then ends in the same bits, and one that is resumed ends like one that never stopped.
 */
public interface Callback {

  interface Spec extends vae.core.spec.Spec {}

  /**
   * Refuses what the callback does not fit, once, before the run's folder is made.
   *
   * @param heldOut what held-out data are evaluated by after epochs; training data are by the bound
   *     and the parts of the estimator's claim
   * @throws SpecException at a key of the callback's spec
   */
  default void requireFit(Model model, Dataset data, List<Quantity> heldOut) {}

  /** Training begins, or resumes; the state is already restored. */
  default void begin(Training training) {}

  /**
   * A step is done, whether or not its update was skipped. The last step of an epoch counts as done
   * with its epoch, and comes before the epoch's evaluation.
   */
  default void afterStep(Training training) {}

  /** An epoch is done, evaluated where that was due, and not yet logged. */
  default void afterEpoch(Training training) {}

  /**
   * Training has ended, early or not, at the parameters that stay. A run that is interrupted before
   * its result is written may call it again; one that pauses or diverges does not call it.
   */
  default void end(Training training) {}

  /**
   * What the callback keeps between steps, by name; a checkpoint holds it, and a return to the
   * start of an epoch ({@code roll-back}) restores it. Arrays may be live.
   */
  default SortedMap<String, NdArray> state() {
    return Collections.emptySortedMap();
  }

  /** Takes over a state that {@link #state} gave; the arrays become the callback's. */
  default void restore(SortedMap<String, NdArray> state) {}

  /** Whether {@link #evaluated} ever replaces a parameter. At most one callback of a run may. */
  default boolean replacesParameters() {
    return false;
  }

  /**
   * Values that stand in for parameters, by their names, while the model is evaluated; training
   * then continues from its own. At the end of training they become the parameters: the digest,
   * {@code final.safetensors} and {@code best.safetensors} hold them.
   */
  default SortedMap<String, NdArray> evaluated() {
    return Collections.emptySortedMap();
  }

  /**
   * Whether a run that ended may be trained longer, to the bits of a run that did not: the end of
   * training changes nothing that the callback keeps or wrote, nor the parameters.
   */
  default boolean maySeeMore() {
    return false;
  }

  /** Whether {@link #kept} ever gives any. At most one callback of a run may. */
  default boolean keepsParameters() {
    return false;
  }

  /**
   * Parameters of an earlier epoch, which the model returns to at the end of training: the digest,
   * {@code final.safetensors} and the final evaluation are of them. Empty for those of the last.
   */
  default Optional<Kept> kept() {
    return Optional.empty();
  }
}
