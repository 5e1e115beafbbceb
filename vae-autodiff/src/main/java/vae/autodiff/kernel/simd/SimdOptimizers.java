package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.AdamArrays;
import vae.autodiff.kernel.Kernels;

/** Steps of optimisers by vector instructions; threads share the elements of all arrays. */
record SimdOptimizers(Split split) {

  /**
   * Adam on all arrays in one job. Each thread takes its share of every array, the same in every
   * step, so that moments stay in its caches; products split gradients much the same way.
   */
  void adam(AdamArrays<float[]> arrays, VectorOptimizers.Adam adam) {
    long elements = 0;
    for (int i = 0; i < arrays.count(); i++) {
      elements += arrays.size(i);
    }
    split.shares(elements, Split.COSTLY, (share, shares) -> step(arrays, adam, share, shares));
  }

  private static void step(
      AdamArrays<float[]> arrays, VectorOptimizers.Adam adam, int share, int shares) {
    for (int i = 0; i < arrays.count(); i++) {
      int n = arrays.size(i);
      step(
          arrays.value(i),
          arrays.gradient(i),
          arrays.firstMoment(i),
          arrays.secondMoment(i),
          adam,
          begin(n, share, shares),
          begin(n, share + 1, shares));
    }
  }

  /** Where a share of n elements begins: at a multiple of 16, or at the end. */
  private static int begin(int n, int share, int shares) {
    long units = (n + Kernels.LANES - 1L) / Kernels.LANES;
    return (int) Math.min(n, units * share / shares * Kernels.LANES);
  }

  /** Steps the elements [from, to) of an array. */
  private static void step(
      float[] w, float[] g, float[] m, float[] v, VectorOptimizers.Adam adam, int from, int to) {
    int end = from + Lanes.whole(to - from);
    adam.step(w, g, m, v, from, end);
    for (int i = end; i < to; i++) {
      adam.step(w, g, m, v, i);
    }
  }

  void adam(float[] w, float[] g, float[] m, float[] v, int n, VectorOptimizers.Adam adam) {
    split.elements(0, n, Split.COSTLY, (from, to) -> step(w, g, m, v, adam, from, to));
  }

  /** velocity ← keep · velocity + g; w ← w + step · velocity; on n elements. */
  void momentum(float keep, float step, float[] w, float[] g, float[] velocity, int n) {
    int end = Lanes.whole(n);
    split.elements(
        0,
        end,
        Split.PLAIN,
        (from, to) -> VectorOptimizers.momentum(keep, step, w, g, velocity, from, to));
    for (int i = end; i < n; i++) {
      VectorOptimizers.momentum(keep, step, w, g, velocity, i);
    }
  }
}
