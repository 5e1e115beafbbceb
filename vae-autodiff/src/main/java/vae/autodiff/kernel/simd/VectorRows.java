package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.scalar.LaneTree;

/**
 * Squared distances with their gradient, and sums of scaled rows, for the rows [from, to).
 *
 * <p>A sum takes one pass over its row for each vector of logical lanes, while the row is in the
 * first cache: one pass with 16 lanes, two with 8.
 */
final class VectorRows {

  private VectorRows() {}

  /** y[r] = Σ (a − b)². */
  static void squaredDistance(
      float[] a, float[] b, int bRows, int columns, float[] y, int from, int to) {
    float[] lanes = Scratch.ofThread().lanes;
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int bRow = r % bRows * columns;
      squaredDifferences(a, row, b, bRow, whole, lanes);
      for (int j = whole; j < columns; j++) {
        float difference = a[row + j] - b[bRow + j];
        lanes[j - whole] = Math.fma(difference, difference, lanes[j - whole]);
      }
      y[r] = LaneTree.tree(lanes);
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

  /** da += dy[r] · 2 (a − b). */
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

  /** y += ±factor[r] · x. */
  static void addScaled(
      float[] factor, boolean negative, float[] x, int columns, float[] y, int from, int to) {
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      int row = r * columns;
      float signed = negative ? -factor[r] : factor[r];
      FloatVector scale = broadcast(SPECIES, signed);
      for (int j = row; j < row + whole; j += WIDTH) {
        scale.fma(fromArray(SPECIES, x, j), fromArray(SPECIES, y, j)).intoArray(y, j);
      }
      for (int j = row + whole; j < row + columns; j++) {
        y[j] = Math.fma(signed, x[j], y[j]);
      }
    }
  }
}
