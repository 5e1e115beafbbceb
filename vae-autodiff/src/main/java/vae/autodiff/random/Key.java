package vae.autodiff.random;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a stream of random numbers: randomness is an argument, and a key is that argument.
 *
 * <p>Keys are derived, never advanced: {@code Key.of(seed).fold("binarize").fold(epoch)} is the
 * same stream in every process, thread and order of calls. A key may also carry the identities of
 * the rows of a batch ({@link #rows}): noise is then a function of the example, not of its place in
 * the batch. Without them the identity of row b is b.
 */
public final class Key {

  private static final int DOMAIN_NUMBER = 0x6e756d62;
  private static final int DOMAIN_TEXT = 0x74657874;
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final int k0;
  private final int k1;
  private final long[] rows;

  private Key(int k0, int k1, long[] rows) {
    this.k0 = k0;
    this.k1 = k1;
    this.rows = rows;
  }

  /** The root key of a seed. */
  public static Key of(long seed) {
    return new Key((int) seed, (int) (seed >>> 32), null);
  }

  public Key fold(String purpose) {
    byte[] bytes = purpose.getBytes(StandardCharsets.UTF_8);
    long hash = FNV_BASIS;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return derive((int) hash, (int) (hash >>> 32), bytes.length, DOMAIN_TEXT);
  }

  /** The key for the given number (an epoch, a step, a layer) below this one. */
  public Key fold(long number) {
    return derive((int) number, (int) (number >>> 32), 0, DOMAIN_NUMBER);
  }

  private Key derive(int c0, int c1, int c2, int c3) {
    int[] out = new int[4];
    Philox.block(c0, c1, c2, c3, k0, k1, out);
    return new Key(out[0], out[1], rows);
  }

  /**
   * The same stream with the identities of a batch's rows attached; kept by {@link #fold}.
   *
   * @param identities one number a row, such as the example's index in its data set; not copied
   */
  public Key rows(long[] identities) {
    return new Key(k0, k1, identities);
  }

  /** The identity of row b: what was given to {@link #rows}, else b itself. */
  public long row(int b) {
    return rows == null ? b : rows[b];
  }

  public int k0() {
    return k0;
  }

  public int k1() {
    return k1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that
        && k0 == that.k0
        && k1 == that.k1
        && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return 31 * k0 + k1;
  }

  @Override
  public String toString() {
    return "Key[%08x%08x]".formatted(k1, k0);
  }
}
