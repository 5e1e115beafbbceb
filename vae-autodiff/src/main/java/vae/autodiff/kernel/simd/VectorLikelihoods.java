package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.scalar.Elementary;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * Bernoulli log-probabilities and squared distances, with their gradients, for the rows [from, to).
 *
 * <p>A sum takes one pass over its row for each vector of logical lanes, while the row is in the
 * first cache: one pass with 16 lanes, two with 8.
 */
final class VectorLikelihoods {

  private VectorLikelihoods() {}

  static void bernoulliLogits(
      float[] logits, float[] x, int xRows, int columns, float[] y, int from, int to) {
    float[] lanes = VectorSums.logicalLanes();
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int xRow = r % xRows * columns;
      logProbabilities(logits, row, x, xRow, whole, lanes);
      for (int j = whole; j < columns; j++) {
        float logit = logits[row + j];
        lanes[j - whole] += Math.fma(x[xRow + j], logit, -Elementary.softplus(logit));
      }
      y[r] = ScalarFloatKernels.tree(lanes);
    }
  }

  private static void logProbabilities(
      float[] logits, int row, float[] x, int xRow, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      for (int j = lane; j < n; j += LANES) {
        FloatVector logit = fromArray(SPECIES, logits, row + j);
        FloatVector less = VectorElementary.softplus(logit).neg();
        sum = sum.add(fromArray(SPECIES, x, xRow + j).fma(logit, less));
      }
      sum.intoArray(lanes, lane);
    }
  }

  static void bernoulliLogitsGradient(
      float[] logits,
      float[] x,
      float[] dy,
      int xRows,
      int columns,
      float[] dLogits,
      int from,
      int to) {
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int xRow = r % xRows * columns;
      FloatVector factor = broadcast(SPECIES, dy[r]);
      for (int j = 0; j < whole; j += WIDTH) {
        FloatVector mean = VectorElementary.sigmoid(fromArray(SPECIES, logits, row + j));
        FloatVector residual = fromArray(SPECIES, x, xRow + j).sub(mean);
        FloatVector sum = fromArray(SPECIES, dLogits, row + j);
        factor.fma(residual, sum).intoArray(dLogits, row + j);
      }
      for (int j = whole; j < columns; j++) {
        float residual = x[xRow + j] - Elementary.sigmoid(logits[row + j]);
        dLogits[row + j] = Math.fma(dy[r], residual, dLogits[row + j]);
      }
    }
  }

  static void squaredDistance(
      float[] a, float[] b, int bRows, int columns, float[] y, int from, int to) {
    float[] lanes = VectorSums.logicalLanes();
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int bRow = r % bRows * columns;
      squaredDifferences(a, row, b, bRow, whole, lanes);
      for (int j = whole; j < columns; j++) {
        float difference = a[row + j] - b[bRow + j];
        lanes[j - whole] = Math.fma(difference, difference, lanes[j - whole]);
      }
      y[r] = ScalarFloatKernels.tree(lanes);
    }
  }

  private static void squaredDifferences(
      float[] a, int row, float[] b, int bRow, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      for (int j = lane; j < n; j += LANES) {
        FloatVector v = fromArray(SPECIES, a, row + j);
        FloatVector difference = v.sub(fromArray(SPECIES, b, bRow + j));
        sum = difference.fma(difference, sum);
      }
      sum.intoArray(lanes, lane);
    }
  }

  static void squaredDistanceGradient(
      float[] a, float[] b, float[] dy, int bRows, int columns, float[] da, int from, int to) {
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int bRow = r % bRows * columns;
      float twice = 2 * dy[r];
      FloatVector factor = broadcast(SPECIES, twice);
      for (int j = 0; j < whole; j += WIDTH) {
        FloatVector v = fromArray(SPECIES, a, row + j);
        FloatVector difference = v.sub(fromArray(SPECIES, b, bRow + j));
        FloatVector sum = fromArray(SPECIES, da, row + j);
        factor.fma(difference, sum).intoArray(da, row + j);
      }
      for (int j = whole; j < columns; j++) {
        da[row + j] = Math.fma(twice, a[row + j] - b[bRow + j], da[row + j]);
      }
    }
  }
}
