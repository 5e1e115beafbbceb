package vae.core.network;

import java.util.Optional;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/** One step of a network, which may behave otherwise in training than in evaluation. */
@FunctionalInterface
public interface Step {

  /**
   * x → y.
   *
   * @param training the key of the pass's noise; empty in evaluation
   */
  Tensor apply(Tensor x, Optional<Key> training);

  default Step then(Step next) {
    return (x, training) -> next.apply(apply(x, training), training);
  }

  static Step identity() {
    return (x, _) -> x;
  }
}
