package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.AdamArrays;
import vae.autodiff.kernel.AdamStep;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.OptimizerKernels;
import vae.autodiff.kernel.scalar.ScalarFloatOptimizers;

/** Steps of optimizers by vector instructions; threads share the elements of all arrays. */
final class SimdOptimizers implements OptimizerKernels<float[]> {

  private final Split split;
  private final ScalarFloatOptimizers scalar = new ScalarFloatOptimizers();

  SimdOptimizers(Split split) {
    this.split = split;
  }

  /**
   * Adam on all arrays in one job. Each thread takes its share of every array, the same in every
   * step, so that moments stay in its caches; products split gradients much the same way.
   */
  @Override
  public void adam(AdamArrays<float[]> arrays, AdamStep step) {
    VectorOptimizers.Adam adam = new VectorOptimizers.Adam(step);
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

  @Override
  public void adam(float[] w, float[] g, float[] m, float[] v, int n, AdamStep step) {
    VectorOptimizers.Adam adam = new VectorOptimizers.Adam(step);
    split.elements(0, n, Split.COSTLY, (from, to) -> step(w, g, m, v, adam, from, to));
  }

  @Override
  public void adamax(float[] w, float[] g, float[] m, float[] u, int n, AdamStep step) {
    VectorOptimizers.Adam adam = new VectorOptimizers.Adam(step);
    int end = Lanes.whole(n);
    split.elements(0, end, Split.COSTLY, (from, to) -> adam.stepMax(w, g, m, u, from, to));
    for (int i = end; i < n; i++) {
      adam.stepMax(w, g, m, u, i);
    }
  }

  @Override
  public void momentum(
      float[] w, float[] g, float[] velocity, int n, double momentum, double rate) {
    float keep = (float) momentum;
    float step = (float) -rate;
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

  @Override
  public void descend(float[] w, float[] g, int n, double rate) {
    float step = (float) -rate;
    int end = Lanes.whole(n);
    split.elements(
        0, end, Split.PLAIN, (from, to) -> VectorOptimizers.descend(step, w, g, from, to));
    for (int i = end; i < n; i++) {
      w[i] = Math.fma(step, g[i], w[i]);
    }
  }

  @Override
  public void rootScale(float[] g, float[] v, int n, double keep, double take, double epsilon) {
    VectorRootScale scale = new VectorRootScale((float) keep, (float) take, (float) epsilon);
    int end = Lanes.whole(n);
    split.elements(0, end, Split.COSTLY, (from, to) -> scale.plain(g, v, from, to));
    for (int i = end; i < n; i++) {
      scale.plain(g, v, i);
    }
  }

  @Override
  public void centeredRootScale(
      float[] g, float[] v, float[] mean, int n, double keep, double epsilon) {
    VectorRootScale scale = new VectorRootScale((float) keep, (float) (1 - keep), (float) epsilon);
    int end = Lanes.whole(n);
    split.elements(0, end, Split.COSTLY, (from, to) -> scale.centered(g, v, mean, from, to));
    for (int i = end; i < n; i++) {
      scale.centered(g, v, mean, i);
    }
  }

  @Override
  public double sumOfSquares(float[] x, int n) {
    return scalar.sumOfSquares(x, n);
  }
}
