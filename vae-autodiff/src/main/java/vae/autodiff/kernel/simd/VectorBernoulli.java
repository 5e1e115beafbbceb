package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.scalar.Elementary;
import vae.autodiff.kernel.scalar.LaneTree;

/**
 * Bernoulli log-probabilities, alone or with their residuals, for the rows [from, to).
 *
 * <p>The softplus of the value and the sigmoid of the residual share one exponential. A sum takes
 * one pass over its row for each vector of logical lanes, while the row is in the first cache: one
 * pass with 16 lanes, two with 8.
 */
final class VectorBernoulli {

  private VectorBernoulli() {}

  /** y[r] = Σ x · logit − softplus(logit). */
  static void value(
      float[] logits, float[] x, int xRows, int columns, float[] y, int from, int to) {
    float[] lanes = Scratch.ofThread().lanes;
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int xRow = r % xRows * columns;
      Arrays.fill(lanes, 0);
      addTerms(logits, row, x, xRow, whole, lanes);
      for (int j = whole; j < columns; j++) {
        lanes[j - whole] = add(lanes[j - whole], logits[row + j], x[xRow + j]);
      }
      y[r] = LaneTree.tree(lanes);
    }
  }

  /** The same, and residual = x − sigmoid(logit). */
  static void valueAndResidual(
      float[] logits,
      float[] x,
      int xRows,
      int columns,
      float[] y,
      float[] residual,
      int from,
      int to) {
    Scratch scratch = Scratch.ofThread();
    float[] lanes = scratch.lanes;
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int xRow = r % xRows * columns;
      Arrays.fill(lanes, 0);
      scratch.decay(logits, residual, row, row + whole);
      addTerms(logits, row, x, xRow, whole, lanes, residual);
      for (int j = whole; j < columns; j++) {
        lanes[j - whole] = add(lanes[j - whole], logits[row + j], x[xRow + j]);
        residual[row + j] = x[xRow + j] - Elementary.sigmoid(logits[row + j]);
      }
      y[r] = LaneTree.tree(lanes);
    }
  }

  private static float add(float sum, float logit, float x) {
    return Math.fma(x, logit, sum - Elementary.softplus(logit));
  }

  private static void addTerms(float[] logits, int row, float[] x, int xRow, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = fromArray(SPECIES, lanes, lane);
      for (int j = lane; j < n; j += LANES) {
        FloatVector logit = fromArray(SPECIES, logits, row + j);
        FloatVector t = VectorElementary.decay(logit);
        sum = sum.sub(VectorElementary.softplus(logit, t));
        sum = fromArray(SPECIES, x, xRow + j).fma(logit, sum);
      }
      sum.intoArray(lanes, lane);
    }
  }

  /** The same from e^−|logit| in {@code residual}, which the residual replaces. */
  private static void addTerms(
      float[] logits, int row, float[] x, int xRow, int n, float[] lanes, float[] residual) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = fromArray(SPECIES, lanes, lane);
      for (int j = lane; j < n; j += LANES) {
        FloatVector logit = fromArray(SPECIES, logits, row + j);
        FloatVector t = fromArray(SPECIES, residual, row + j);
        FloatVector datum = fromArray(SPECIES, x, xRow + j);
        sum = datum.fma(logit, sum.sub(VectorElementary.softplus(logit, t)));
        datum.sub(VectorElementary.sigmoid(logit, t)).intoArray(residual, row + j);
      }
      sum.intoArray(lanes, lane);
    }
  }
}
