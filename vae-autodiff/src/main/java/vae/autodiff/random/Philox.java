package vae.autodiff.random;

/**
 * The Philox4x32-10 counter-based generator: a bijection of 128-bit counters for every 64-bit key.
 *
 * <p>Ten rounds of two 32×32→64-bit multiplications with key additions between them. There is no
 * state: block number n is computed directly, so noise can be a pure function of what it is for.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
 */
public final class Philox {

  public static final int M0 = 0xD2511F53;

  public static final int M1 = 0xCD9E8D57;

  /** What is added to the low word of the key after a round. */
  public static final int W0 = 0x9E3779B9;

  /** What is added to the high word of the key after a round. */
  public static final int W1 = 0xBB67AE85;

  public static final int ROUNDS = 10;

  private static final long LOW = 0xFFFFFFFFL;

  private Philox() {}

  /**
   * Encrypts one counter.
   *
   * @param k0 low word of the key
   * @param k1 high word of the key
   * @param out receives the four words, lowest first; length at least 4
   */
  public static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (M0 & LOW) * (c0 & LOW);
      long p1 = (M1 & LOW) * (c2 & LOW);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += W0;
      k1 += W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
