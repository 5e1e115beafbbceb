package vae.autodiff.random;

/** Keyed permutations of 0 … n−1 (Fisher and Yates, with 64-bit draws). */
public final class Permutation {

  private Permutation() {}

  /**
   * A uniformly distributed permutation, a pure function of the key and n.
   *
   * @param n number of elements, ≥ 0
   * @return every number of 0 … n−1 once
   */
  public static int[] of(Key key, int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    int[] block = new int[4];
    for (int i = n - 1; i > 0; i--) {
      Philox.block(i, 0, 0, 0, key.k0(), key.k1(), block);
      long bits = (block[1] & 0xFFFFFFFFL) << 32 | (block[0] & 0xFFFFFFFFL);
      int j = (int) Math.unsignedMultiplyHigh(bits, i + 1L);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
