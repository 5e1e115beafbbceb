package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Unary;
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

  /** y[r] = Σ x · logit − softplus(logit). */
  static void bernoulliLogits(
      float[] logits, float[] x, int xRows, int columns, float[] y, int from, int to) {
    Scratch scratch = Scratch.ofThread();
    int rows = Scratch.rows(columns);
    for (int first = from; first < to; first += rows) {
      int end = Math.min(to, first + rows);
      int j = 0;
      do {
        // More than one row only where a row is less than a block.
        int n = Math.min(Scratch.BLOCK, columns - j);
        int size = (end - first) * n;
        System.arraycopy(logits, first * columns + j, scratch.values, 0, size);
        scratch.apply(Unary.SOFTPLUS, size);
        for (int r = first; r < end; r++) {
          if (j == 0) {
            Arrays.fill(scratch.lanes, 0);
          }
          int xFirst = r % xRows * columns + j;
          addTerms(logits, r * columns + j, x, xFirst, (r - first) * n, n, scratch);
          y[r] = j + n == columns ? ScalarFloatKernels.tree(scratch.lanes) : 0;
        }
        j += n;
      } while (j < columns);
    }
  }

  private static void addTerms(
      float[] logits, int offset, float[] x, int xOffset, int at, int n, Scratch scratch) {
    float[] lanes = scratch.lanes;
    float[] softplus = scratch.values;
    int whole = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = fromArray(SPECIES, lanes, lane);
      for (int j = lane; j < whole; j += LANES) {
        FloatVector less = fromArray(SPECIES, softplus, at + j).neg();
        FloatVector logit = fromArray(SPECIES, logits, offset + j);
        sum = sum.add(fromArray(SPECIES, x, xOffset + j).fma(logit, less));
      }
      sum.intoArray(lanes, lane);
    }
    for (int j = whole; j < n; j++) {
      lanes[j - whole] += Math.fma(x[xOffset + j], logits[offset + j], -softplus[at + j]);
    }
  }

  /** dLogits += dy[r] · (x − sigmoid(logit)). */
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
}
