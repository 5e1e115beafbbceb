package vae.autodiff.nn;

import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;

/**
 * The second weight of a layer that takes a condition.
 *
 * @param weight U
 * @param given c, one row for each example; null until a pass gives it
 */
record ConditionWeight(Parameter weight, Tensor given) {

  /**
   * c.
   *
   * @throws IllegalStateException where the pass gives no condition
   */
  Tensor condition() {
    if (given == null) {
      throw new IllegalStateException(weight.name() + ": the pass gives no condition");
    }
    return given;
  }
}
