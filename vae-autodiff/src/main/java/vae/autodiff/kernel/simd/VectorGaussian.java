package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.scalar.LaneTree;

/** Draws, divergences and density ratios of diagonal Gaussians, a range at a time. */
final class VectorGaussian {

  private VectorGaussian() {}

  /** z = ε σ + μ for the samples [from, to) of n elements. */
  static void draw(
      float[] mean, float[] deviation, float[] noise, int n, float[] z, int from, int to) {
    int whole = Lanes.whole(n);
    for (int s = from; s < to; s++) {
      int first = s * n;
      for (int i = 0; i < whole; i += WIDTH) {
        FloatVector scaled = fromArray(SPECIES, noise, first + i);
        scaled
            .fma(fromArray(SPECIES, deviation, i), fromArray(SPECIES, mean, i))
            .intoArray(z, first + i);
      }
      for (int i = whole; i < n; i++) {
        z[first + i] = Math.fma(noise[first + i], deviation[i], mean[i]);
      }
    }
  }

  /** dLogDeviation += σ Σ_s dz ε for the elements [from, to), whole vectors. */
  static void drawGradient(
      float[] noise,
      float[] deviation,
      float[] dz,
      int samples,
      int n,
      float[] dLogDeviation,
      int from,
      int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      for (int s = 0; s < samples; s++) {
        sum = fromArray(SPECIES, dz, s * n + i).fma(fromArray(SPECIES, noise, s * n + i), sum);
      }
      sum.fma(fromArray(SPECIES, deviation, i), fromArray(SPECIES, dLogDeviation, i))
          .intoArray(dLogDeviation, i);
    }
  }

  /** excess = expm1(2 log σ) for the elements [from, to), whole vectors. */
  static void varianceLessOne(float[] logDeviation, float[] excess, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, logDeviation, i);
      VectorElementary.expm1(v.add(v)).intoArray(excess, i);
    }
  }

  /** y[r] = Σ ½ (μ² + excess − 2 log σ) for the rows [from, to). */
  static void divergence(
      float[] mean,
      float[] logDeviation,
      float[] excess,
      int columns,
      float[] y,
      int from,
      int to) {
    float[] lanes = Scratch.ofThread().lanes;
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      addDivergences(mean, logDeviation, excess, row, whole, lanes);
      for (int j = whole; j < columns; j++) {
        int at = row + j;
        float rest = excess[at] - (logDeviation[at] + logDeviation[at]);
        lanes[j - whole] += 0.5f * Math.fma(mean[at], mean[at], rest);
      }
      y[r] = LaneTree.tree(lanes);
    }
  }

  private static void addDivergences(
      float[] mean, float[] logDeviation, float[] excess, int row, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      for (int j = row + lane; j < row + n; j += LANES) {
        FloatVector mu = fromArray(SPECIES, mean, j);
        FloatVector v = fromArray(SPECIES, logDeviation, j);
        FloatVector rest = fromArray(SPECIES, excess, j).sub(v.add(v));
        sum = sum.add(mu.fma(mu, rest).mul(0.5f));
      }
      sum.intoArray(lanes, lane);
    }
  }

  /** y[r] = Σ log σ + ½ (ε² − z²) for the rows [from, to). */
  static void logRatio(
      float[] noise,
      float[] z,
      float[] logDeviation,
      int sRows,
      int columns,
      float[] y,
      int from,
      int to) {
    float[] lanes = Scratch.ofThread().lanes;
    int whole = columns - columns % LANES;
    for (int r = from; r < to; r++) {
      int row = r * columns;
      int sRow = r % sRows * columns;
      addLogRatios(noise, z, row, logDeviation, sRow, whole, lanes);
      for (int j = whole; j < columns; j++) {
        float half = 0.5f * (noise[row + j] - z[row + j]);
        lanes[j - whole] += Math.fma(half, noise[row + j] + z[row + j], logDeviation[sRow + j]);
      }
      y[r] = LaneTree.tree(lanes);
    }
  }

  private static void addLogRatios(
      float[] noise, float[] z, int row, float[] logDeviation, int sRow, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = broadcast(SPECIES, 0f);
      for (int j = lane; j < n; j += LANES) {
        FloatVector draw = fromArray(SPECIES, z, row + j);
        FloatVector epsilon = fromArray(SPECIES, noise, row + j);
        FloatVector half = epsilon.sub(draw).mul(0.5f);
        sum = sum.add(half.fma(epsilon.add(draw), fromArray(SPECIES, logDeviation, sRow + j)));
      }
      sum.intoArray(lanes, lane);
    }
  }

  /** y[r, j] += Σ_s dy[s, r] for the rows [from, to). */
  static void addSampleSums(
      float[] dy, int samples, int rows, int columns, float[] y, int from, int to) {
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      float sum = 0;
      for (int s = 0; s < samples; s++) {
        sum += dy[s * rows + r];
      }
      int row = r * columns;
      FloatVector each = broadcast(SPECIES, sum);
      for (int j = row; j < row + whole; j += WIDTH) {
        fromArray(SPECIES, y, j).add(each).intoArray(y, j);
      }
      for (int j = row + whole; j < row + columns; j++) {
        y[j] += sum;
      }
    }
  }
}
