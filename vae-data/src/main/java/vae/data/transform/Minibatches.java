package vae.data.transform;

import java.util.Optional;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;

/**
 * The minibatches of an epoch: the examples in the epoch's order, cut into pieces of equal size;
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
 * @param key of the permutations; empty for the examples' own order in every epoch
 */
public record Minibatches(int size, int batchSize, Optional<Key> key) {

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

  /** In a new order every epoch. */
  public Minibatches(int size, int batchSize, Key key) {
    this(size, batchSize, Optional.of(key));
  }

  /** In the order of the examples, the same batches every epoch. */
  public static Minibatches inOrder(int size, int batchSize) {
    return new Minibatches(size, batchSize, Optional.empty());
  }

  /** The order of the epoch: every number of 0 … size−1 once, a pure function of key and epoch. */
  public int[] order(long epoch) {
    return key.map(it -> Permutation.of(it.fold(epoch), size))
        .orElseGet(() -> IntStream.range(0, size).toArray());
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
