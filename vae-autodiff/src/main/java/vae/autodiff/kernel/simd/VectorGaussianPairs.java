package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.GaussianKernels;
import vae.autodiff.kernel.scalar.LaneTree;

/**
 * Every point under every component of diagonal Gaussians: a vector holds one coordinate of as many
 * points, so that sums over coordinates and components are chains within a lane.
 */
final class VectorGaussianPairs {

  private VectorGaussianPairs() {}

  /** y[k, i] = −½ Σ t² − v_k for the components [from, to). */
  static void densities(
      float[] z,
      float[] mean,
      float[] logDeviation,
      float[] precision,
      int points,
      int columns,
      float[] y,
      int from,
      int to) {
    int whole = Lanes.whole(points);
    for (int k = from; k < to; k++) {
      int row = k * columns;
      float volume = 0;
      for (int j = row; j < row + columns; j++) {
        volume += logDeviation[j];
      }
      volume += (float) (columns * GaussianKernels.HALF_LOG_TWO_PI);
      for (int i = 0; i < whole; i += WIDTH) {
        FloatVector squares = broadcast(SPECIES, 0f);
        for (int j = 0; j < columns; j++) {
          FloatVector t =
              fromArray(SPECIES, z, j * points + i).sub(mean[row + j]).mul(precision[row + j]);
          squares = t.fma(t, squares);
        }
        squares
            .fma(broadcast(SPECIES, -0.5f), broadcast(SPECIES, -volume))
            .intoArray(y, k * points + i);
      }
      for (int i = whole; i < points; i++) {
        float squares = 0;
        for (int j = 0; j < columns; j++) {
          float t = (z[j * points + i] - mean[row + j]) * precision[row + j];
          squares = Math.fma(t, t, squares);
        }
        y[k * points + i] = Math.fma(-0.5f, squares, -volume);
      }
    }
  }

  /** dz[j, i] = −Σ_k dy t / σ for the points [from, to); {@code from} is a multiple of 16. */
  static void byPoint(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int components,
      int points,
      int columns,
      float[] dz,
      int from,
      int to) {
    int whole = from + Lanes.whole(to - from);
    for (int j = 0; j < columns; j++) {
      int row = j * points;
      for (int i = from; i < whole; i += WIDTH) {
        FloatVector point = fromArray(SPECIES, z, row + i);
        FloatVector sum = broadcast(SPECIES, 0f);
        for (int k = 0; k < components; k++) {
          FloatVector scale = broadcast(SPECIES, precision[k * columns + j]);
          FloatVector t = point.sub(mean[k * columns + j]).mul(scale);
          sum = fromArray(SPECIES, dy, k * points + i).mul(t).fma(scale, sum);
        }
        sum.neg().intoArray(dz, row + i);
      }
      for (int i = whole; i < to; i++) {
        float sum = 0;
        for (int k = 0; k < components; k++) {
          float scale = precision[k * columns + j];
          float t = (z[row + i] - mean[k * columns + j]) * scale;
          sum = Math.fma(dy[k * points + i] * t, scale, sum);
        }
        dz[row + i] = -sum;
      }
    }
  }

  /** dMean += Σ dy t / σ and dLogDeviation += Σ dy (t² − 1) for the components [from, to). */
  static void byComponent(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int points,
      int columns,
      float[] dMean,
      float[] dLogDeviation,
      int from,
      int to) {
    float[] lanes = Scratch.ofThread().lanes;
    float[] first = Scratch.ofThread().otherLanes;
    int whole = points - points % LANES;
    for (int k = from; k < to; k++) {
      for (int j = 0; j < columns; j++) {
        int at = k * columns + j;
        addMoments(z, j * points, mean[at], precision[at], dy, k * points, whole, first, lanes);
        for (int i = whole; i < points; i++) {
          float weight = dy[k * points + i];
          float t = (z[j * points + i] - mean[at]) * precision[at];
          first[i - whole] = Math.fma(weight, t, first[i - whole]);
          lanes[i - whole] = Math.fma(weight, Math.fma(t, t, -1), lanes[i - whole]);
        }
        dMean[at] = Math.fma(precision[at], LaneTree.tree(first), dMean[at]);
        dLogDeviation[at] += LaneTree.tree(lanes);
      }
    }
  }

  private static void addMoments(
      float[] z,
      int zRow,
      float mean,
      float precision,
      float[] dy,
      int dyRow,
      int n,
      float[] first,
      float[] second) {
    FloatVector minusOne = broadcast(SPECIES, -1f);
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      FloatVector squares = broadcast(SPECIES, 0f);
      for (int i = lane; i < n; i += LANES) {
        FloatVector t = fromArray(SPECIES, z, zRow + i).sub(mean).mul(precision);
        FloatVector weight = fromArray(SPECIES, dy, dyRow + i);
        sum = weight.fma(t, sum);
        squares = weight.fma(t.fma(t, minusOne), squares);
      }
      sum.intoArray(first, lane);
      squares.intoArray(second, lane);
    }
  }
}
