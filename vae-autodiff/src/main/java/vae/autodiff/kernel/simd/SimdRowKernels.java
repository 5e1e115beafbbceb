package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.RowKernels;

/** Sums along rows by vector instructions; threads share the rows. */
record SimdRowKernels(Split split) implements RowKernels<float[]> {

  @Override
  public void bernoulliLogits(
      float[] logits, float[] x, int rows, int xRows, int columns, float[] y, float[] residual) {
    Split.Range range =
        residual == null
            ? (from, to) -> VectorBernoulli.value(logits, x, xRows, columns, y, from, to)
            : (from, to) ->
                VectorBernoulli.valueAndResidual(logits, x, xRows, columns, y, residual, from, to);
    split.rows(rows, columns, Split.COSTLY, range);
  }

  @Override
  public void squaredDistance(float[] a, float[] b, int rows, int bRows, int columns, float[] y) {
    split.rows(
        rows,
        columns,
        Split.PLAIN,
        (from, to) -> VectorRows.squaredDistance(a, b, bRows, columns, y, from, to));
  }

  @Override
  public void squaredDistanceGradient(
      float[] a, float[] b, float[] dy, int rows, int bRows, int columns, float[] da) {
    split.rows(
        rows,
        columns,
        Split.PLAIN,
        (from, to) -> VectorRows.squaredDistanceGradient(a, b, dy, bRows, columns, da, from, to));
  }

  @Override
  public void addScaled(
      float[] factor, boolean negative, float[] x, int rows, int columns, float[] y) {
    split.rows(
        rows,
        columns,
        Split.PLAIN,
        (from, to) -> VectorRows.addScaled(factor, negative, x, columns, y, from, to));
  }
}
