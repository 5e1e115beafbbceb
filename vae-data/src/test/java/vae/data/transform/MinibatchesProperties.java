package vae.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.random.Key;

final class MinibatchesProperties {

  @Property(tries = 300, seed = "61")
  void anEpochUsesEveryExampleOnce(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(min = 1, max = 350) int batchSize,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1000) int epoch) {
    Minibatches batches = new Minibatches(size, batchSize, Key.of(seed));
    int[] order = batches.order(epoch);
    int[] uses = new int[size];
    for (int b = 0; b < batches.count(); b++) {
      int length = batches.length(b);
      assertTrue(length >= 1 && length <= batchSize);
      assertTrue(length == batchSize || b == batches.count() - 1);
      for (int i = 0; i < length; i++) {
        uses[order[batches.from(b) + i]]++;
      }
    }
    int[] once = new int[size];
    Arrays.fill(once, 1);
    assertArrayEquals(once, uses);
    assertArrayEquals(order, new Minibatches(size, batchSize + 1, Key.of(seed)).order(epoch));
  }

  @Example
  void epochsAreOrderedDifferently() {
    Minibatches batches = new Minibatches(100, 10, Key.of(1));
    assertFalse(Arrays.equals(batches.order(0), batches.order(1)));
    assertEquals(10, batches.count());
  }

  @Example
  void emptySetsAndBatchesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Minibatches(0, 1, Key.of(1)));
    assertThrows(IllegalArgumentException.class, () -> new Minibatches(1, 0, Key.of(1)));
  }
}
