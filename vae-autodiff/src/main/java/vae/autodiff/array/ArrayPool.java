package vae.autodiff.array;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Arrays to be used again: a training step takes the same sizes every time, so after the first step
 * nothing is allocated.
 *
 * <p>Not thread-safe: a pool belongs to one tape.
 */
public final class ArrayPool<A> {

  private final IntFunction<A> allocate;
  private int[] sizes = new int[0];
  private ArrayDeque<A>[] free = queues(0);
  private long allocated;

  /**
   * @param allocate makes a new array of n elements
   */
  public ArrayPool(IntFunction<A> allocate) {
    this.allocate = allocate;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generics
  private static <A> ArrayDeque<A>[] queues(int n) {
    return new ArrayDeque[n];
  }

  /** An array of exactly n elements with undefined contents. */
  public A take(int n) {
    int slot = slot(n);
    A array = free[slot].poll();
    if (array == null) {
      allocated += n;
      array = allocate.apply(n);
    }
    return array;
  }

  public void give(A array, int n) {
    int slot = slot(n);
    free[slot].push(array);
  }

  private int slot(int n) {
    int slot = Arrays.binarySearch(sizes, n);
    if (slot >= 0) {
      return slot;
    }
    slot = -slot - 1;
    int[] longer = new int[sizes.length + 1];
    ArrayDeque<A>[] queues = queues(sizes.length + 1);
    System.arraycopy(sizes, 0, longer, 0, slot);
    System.arraycopy(sizes, slot, longer, slot + 1, sizes.length - slot);
    System.arraycopy(free, 0, queues, 0, slot);
    System.arraycopy(free, slot, queues, slot + 1, sizes.length - slot);
    longer[slot] = n;
    queues[slot] = new ArrayDeque<>();
    sizes = longer;
    free = queues;
    return slot;
  }

  /** Elements allocated so far, by all arrays together. */
  public long allocatedElements() {
    return allocated;
  }
}
