package vae.data.missing;

import java.security.MessageDigest;

/** Which of d values of each of n examples are known, one bit each. */
public final class Mask {

  private final int dimension;
  private final long[] bits;
  private final int[] counts;

  /**
   * Nothing known yet.
   *
   * @param examples n
   * @param dimension d
   */
  public Mask(int examples, int dimension) {
    this.dimension = dimension;
    bits = new long[Math.toIntExact(((long) examples * dimension + Long.SIZE - 1) / Long.SIZE)];
    counts = new int[examples];
  }

  /** Whether value j of an example is known. */
  public boolean known(int example, int j) {
    long at = (long) example * dimension + j;
    return (bits[(int) (at / Long.SIZE)] >>> at & 1) != 0;
  }

  /** How many values of an example are known. */
  public int count(int example) {
    return counts[example];
  }

  /**
   * Sets an example's bits; called once for each.
   *
   * @param known [d]
   */
  public void set(int example, boolean[] known) {
    for (int j = 0; j < dimension; j++) {
      if (known[j]) {
        long at = (long) example * dimension + j;
        bits[(int) (at / Long.SIZE)] |= 1L << at;
        counts[example]++;
      }
    }
  }

  /** Whether every value of every example is known. */
  public boolean complete() {
    for (int count : counts) {
      if (count < dimension) {
        return false;
      }
    }
    return true;
  }

  /** Feeds the bits, eight to a byte, the first lowest. */
  public void digest(MessageDigest digest) {
    for (long word : bits) {
      for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
        digest.update((byte) (word >>> shift));
      }
    }
  }
}
