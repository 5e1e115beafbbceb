package vae.autodiff.random;

/**
 * Uniform and Gaussian numbers as a pure function of (key, row, sample, coordinate).
 *
 * <p>Coordinate j of sample s of row r comes from word j mod 4 of the Philox block with counter (r
 * low, r high, s, j div 4). Filling a longer or shorter range, another batch order or another
 * number of samples never changes a number that was there before.
 */
public final class Noise {

  private static final float TWO_POW_MINUS_24 = 0x1p-24f;

  private Noise() {}

  /**
   * Uniform numbers in [0, 1), multiples of 2⁻²⁴.
   *
   * @param out receives coordinates 0 … count−1 at {@code offset}
   * @param block scratch of length 4
   */
  public static void uniform(
      Key key, long row, int sample, float[] out, int offset, int count, int[] block) {
    for (int j = 0; j < count; j += 4) {
      words(key, row, sample, j, block);
      int end = Math.min(4, count - j);
      for (int l = 0; l < end; l++) {
        out[offset + j + l] = (block[l] >>> 8) * TWO_POW_MINUS_24;
      }
    }
  }

  /**
   * Standard normal numbers in float arithmetic.
   *
   * @param out receives coordinates 0 … count−1 at {@code offset}
   * @param block scratch of length 4
   */
  public static void normal(
      Key key, long row, int sample, float[] out, int offset, int count, int[] block) {
    int whole = count & ~3;
    for (int j = 0; j < whole; j += 4) {
      words(key, row, sample, j, block);
      GaussianTransform.normals(block, out, offset + j);
    }
    if (whole < count) {
      words(key, row, sample, whole, block);
      for (int j = whole; j < count; j++) {
        int l = j & 3;
        long pair = GaussianTransform.pair(block[l & 2], block[l | 1]);
        out[offset + j] =
            (l & 1) == 0 ? GaussianTransform.cosine(pair) : GaussianTransform.sine(pair);
      }
    }
  }

  /**
   * Standard normal numbers in double arithmetic: the same draws as the float ones, unrounded.
   *
   * @param out receives coordinates 0 … count−1 at {@code offset}
   * @param block scratch of length 4
   */
  public static void normal(
      Key key, long row, int sample, double[] out, int offset, int count, int[] block) {
    for (int j = 0; j < count; j += 4) {
      words(key, row, sample, j, block);
      int end = Math.min(4, count - j);
      for (int l = 0; l < end; l++) {
        out[offset + j + l] = GaussianTransform.exactNormal(block[l & 2], block[l | 1], l & 1);
      }
    }
  }

  private static void words(Key key, long row, int sample, int coordinate, int[] block) {
    int group = coordinate >>> 2;
    Philox.block((int) row, (int) (row >>> 32), sample, group, key.k0(), key.k1(), block);
  }
}
