package vae.core.distribution;

import vae.autodiff.array.Shape;

/**
 * A distribution over vectors whose parameters have a row for each entry of the batch: what is
 * batch and what is event is read off their shape [*B, d].
 */
public interface VectorDistribution extends Distribution {

  /** [*B, d]: one draw for each entry of the batch. */
  Shape rows();

  @Override
  default Shape batchShape() {
    return rows().dropLast(1);
  }

  @Override
  default Shape eventShape() {
    return Shape.of(size());
  }

  /** d, numbers in a draw. */
  default int size() {
    return rows().extent(-1);
  }
}
