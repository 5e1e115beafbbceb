package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.GaussianKernels;
import vae.autodiff.kernel.Unary;
import vae.autodiff.kernel.scalar.Elementary;

/** Diagonal Gaussians by vector instructions; threads share samples, columns or rows. */
record SimdGaussianKernels(Split split) implements GaussianKernels<float[]> {

  @Override
  public void draw(
      float[] mean,
      float[] logDeviation,
      float[] noise,
      int samples,
      int n,
      float[] deviation,
      float[] z) {
    int end = Lanes.whole(n);
    split.elements(0, end, Split.COSTLY, VectorUnary.of(Unary.EXP, 0, 0, logDeviation, deviation));
    for (int i = end; i < n; i++) {
      deviation[i] = Elementary.exp(logDeviation[i]);
    }
    split.rows(
        samples,
        n,
        Split.PLAIN,
        (from, to) -> VectorGaussian.draw(mean, deviation, noise, n, z, from, to));
  }

  @Override
  public void drawGradient(
      float[] noise, float[] deviation, float[] dz, int samples, int n, float[] dLogDeviation) {
    int end = Lanes.whole(n);
    split.columns(
        end,
        samples,
        Split.PLAIN,
        (from, to) ->
            VectorGaussian.drawGradient(noise, deviation, dz, samples, n, dLogDeviation, from, to));
    for (int i = end; i < n; i++) {
      float sum = 0;
      for (int s = 0; s < samples; s++) {
        sum = Math.fma(dz[s * n + i], noise[s * n + i], sum);
      }
      dLogDeviation[i] = Math.fma(sum, deviation[i], dLogDeviation[i]);
    }
  }

  @Override
  public void divergence(
      float[] mean, float[] logDeviation, int rows, int columns, float[] excess, float[] y) {
    int n = rows * columns;
    int end = Lanes.whole(n);
    split.elements(
        0,
        end,
        Split.COSTLY,
        (from, to) -> VectorGaussian.varianceLessOne(logDeviation, excess, from, to));
    for (int i = end; i < n; i++) {
      excess[i] = Elementary.expm1(logDeviation[i] + logDeviation[i]);
    }
    split.rows(
        rows,
        columns,
        Split.PLAIN,
        (from, to) -> VectorGaussian.divergence(mean, logDeviation, excess, columns, y, from, to));
  }

  @Override
  public void logRatio(
      float[] noise, float[] z, float[] logDeviation, int rows, int sRows, int columns, float[] y) {
    split.rows(
        rows,
        columns,
        Split.PLAIN,
        (from, to) -> VectorGaussian.logRatio(noise, z, logDeviation, sRows, columns, y, from, to));
  }

  @Override
  public void addSampleSums(float[] dy, int samples, int rows, int columns, float[] y) {
    split.rows(
        rows,
        samples + columns,
        Split.PLAIN,
        (from, to) -> VectorGaussian.addSampleSums(dy, samples, rows, columns, y, from, to));
  }

  @Override
  public void pairs(
      float[] z,
      float[] mean,
      float[] logDeviation,
      int components,
      int points,
      int columns,
      float[] precision,
      float[] y) {
    int n = components * columns;
    int end = Lanes.whole(n);
    split.elements(
        0, end, Split.PLAIN, VectorUnary.of(Unary.AFFINE, -1, -0f, logDeviation, precision));
    split.elements(0, end, Split.COSTLY, VectorUnary.of(Unary.EXP, 0, 0, precision, precision));
    for (int i = end; i < n; i++) {
      precision[i] = Elementary.exp(-logDeviation[i]);
    }
    split.rows(
        components,
        points * columns,
        Split.PLAIN,
        (from, to) ->
            VectorGaussianPairs.densities(
                z, mean, logDeviation, precision, points, columns, y, from, to));
  }

  @Override
  public void pairsPointGradient(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int components,
      int points,
      int columns,
      float[] dz) {
    split.columns(
        points,
        components * columns,
        Split.PLAIN,
        (from, to) ->
            VectorGaussianPairs.byPoint(
                z, mean, precision, dy, components, points, columns, dz, from, to));
  }

  @Override
  public void pairsComponentGradient(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int components,
      int points,
      int columns,
      float[] dMean,
      float[] dLogDeviation) {
    split.rows(
        components,
        points * columns,
        Split.PLAIN,
        (from, to) ->
            VectorGaussianPairs.byComponent(
                z, mean, precision, dy, points, columns, dMean, dLogDeviation, from, to));
  }
}
