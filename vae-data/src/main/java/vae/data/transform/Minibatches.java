package vae.data.transform;

import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;

/**
 * The minibatches of an epoch: a keyed permutation of the examples, cut into pieces of equal size;
 * the last one is smaller where the size does not divide.
 *
 * <pre>{@code
 * int[] order = batches.order(epoch);
 * for (int b = 0; b < batches.count(); b++) {
 *   examples.gather(order, batches.from(b), batches.length(b), out);
 * }
 * }</pre>
 *
 * @param batchSize examples a batch, ≥ 1; may exceed the size
 */
public record Minibatches(int size, int batchSize, Key key) {

  /**
   * @throws IllegalArgumentException where a number is below 1
   */
  public Minibatches {
    if (size < 1 || batchSize < 1) {
      throw new IllegalArgumentException(
          "minibatches: expected at least one example and one a batch, got %d and %d"
              .formatted(size, batchSize));
    }
  }

  /** The order of the epoch: every number of 0 … size−1 once, a pure function of key and epoch. */
  public int[] order(long epoch) {
    return Permutation.of(key.fold(epoch), size);
  }

  public int count() {
    return (int) (((long) size + batchSize - 1) / batchSize);
  }

  /** Where batch b begins in the order. */
  public int from(int b) {
    return Math.multiplyExact(b, batchSize);
  }

  /** Number of examples of batch b. */
  public int length(int b) {
    return Math.min(batchSize, size - from(b));
  }
}
