package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.NormalizationKernels;
import vae.autodiff.kernel.scalar.ScalarFloatNormalization;

/**
 * Normalisation by vectors along the channels, the examples shared among a team.
 *
 * <p>The sums over positions are chains side by side, one for each channel, so that no vector is
 * ever summed across; what follows, per channel, is little work wherever there are positions.
 */
final class VectorNormalization implements NormalizationKernels<float[]> {

  private final Split split;

  VectorNormalization(Split split) {
    this.split = split;
  }

  @Override
  public void normalize(
      float[] x,
      float[] scale,
      float[] shift,
      int examples,
      int positions,
      int channels,
      int groups,
      double epsilon,
      float[] mean,
      float[] inverse,
      float[] y) {
    split.rows(
        examples,
        positions * channels,
        Split.PLAIN,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            int row = e * channels;
            int first = e * positions * channels;
            moments(x, first, positions, channels, groups, epsilon, mean, inverse, row, row);
            apply(x, scale, shift, first, positions, channels, mean, inverse, row, y);
          }
        });
  }

  private static void moments(
      float[] x,
      int first,
      int positions,
      int channels,
      int groups,
      double epsilon,
      float[] mean,
      float[] inverse,
      int meanAt,
      int inverseAt) {
    float size = (float) positions * (channels / groups);
    sums(x, first, positions, channels, mean, meanAt);
    addGroups(mean, meanAt, channels, groups);
    for (int c = meanAt; c < meanAt + channels; c++) {
      mean[c] /= size;
    }
    squares(x, first, positions, channels, mean, meanAt, inverse, inverseAt);
    addGroups(inverse, inverseAt, channels, groups);
    for (int c = inverseAt; c < inverseAt + channels; c++) {
      inverse[c] = ScalarFloatNormalization.inverseRoot(inverse[c] / size, epsilon);
    }
  }

  private static void addGroups(float[] sums, int at, int channels, int groups) {
    int size = channels / groups;
    for (int first = at; first < at + channels; first += size) {
      Arrays.fill(sums, first, first + size, VectorSums.sum(sums, first, size));
    }
  }

  private static void sums(
      float[] x, int first, int positions, int channels, float[] sum, int sumAt) {
    int whole = Lanes.whole(channels);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector total = broadcast(SPECIES, 0f);
      for (int p = 0; p < positions; p++) {
        total = total.add(fromArray(SPECIES, x, first + p * channels + c));
      }
      total.intoArray(sum, sumAt + c);
    }
    for (int c = whole; c < channels; c++) {
      float total = 0;
      for (int p = 0; p < positions; p++) {
        total += x[first + p * channels + c];
      }
      sum[sumAt + c] = total;
    }
  }

  private static void squares(
      float[] x,
      int first,
      int positions,
      int channels,
      float[] mean,
      int meanAt,
      float[] sum,
      int sumAt) {
    int whole = Lanes.whole(channels);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector center = fromArray(SPECIES, mean, meanAt + c);
      FloatVector total = broadcast(SPECIES, 0f);
      for (int p = 0; p < positions; p++) {
        FloatVector difference = fromArray(SPECIES, x, first + p * channels + c).sub(center);
        total = difference.fma(difference, total);
      }
      total.intoArray(sum, sumAt + c);
    }
    for (int c = whole; c < channels; c++) {
      float total = 0;
      for (int p = 0; p < positions; p++) {
        float difference = x[first + p * channels + c] - mean[meanAt + c];
        total = Math.fma(difference, difference, total);
      }
      sum[sumAt + c] = total;
    }
  }

  private static void apply(
      float[] x,
      float[] scale,
      float[] shift,
      int first,
      int positions,
      int channels,
      float[] mean,
      float[] inverse,
      int row,
      float[] y) {
    int whole = Lanes.whole(channels);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector center = fromArray(SPECIES, mean, row + c);
      FloatVector factor = fromArray(SPECIES, inverse, row + c);
      FloatVector slope = fromArray(SPECIES, scale, c);
      FloatVector offset = fromArray(SPECIES, shift, c);
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        FloatVector normal = fromArray(SPECIES, x, at).sub(center).mul(factor);
        normal.fma(slope, offset).intoArray(y, at);
      }
    }
    for (int c = whole; c < channels; c++) {
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        y[at] = Math.fma((x[at] - mean[row + c]) * inverse[row + c], scale[c], shift[c]);
      }
    }
  }

  @Override
  public void gradient(
      float[] x,
      float[] scale,
      float[] dy,
      int examples,
      int positions,
      int channels,
      int groups,
      double epsilon,
      float[] dScale,
      float[] dShift,
      float[] scratch,
      float[] dx) {
    float size = (float) positions * (channels / groups);
    split.rows(
        examples,
        positions * channels,
        Split.PLAIN,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            int first = e * positions * channels;
            int row = e * channels;
            int mean = 4 * row;
            int inverse = mean + channels;
            moments(
                x, first, positions, channels, groups, epsilon, scratch, scratch, mean, inverse);
            parameters(x, dy, first, positions, channels, scratch, mean, dScale, dShift, row);
            if (dx != null) {
              int a = inverse + channels;
              means(scale, dShift, row, channels, groups, size, scratch, a);
              means(scale, dScale, row, channels, groups, size, scratch, a + channels);
              input(x, scale, dy, first, positions, channels, scratch, mean, dx);
            }
          }
        });
  }

  /** Σ dy · x̂ and Σ dy of one example; {@code scratch} has means, then inverses. */
  private static void parameters(
      float[] x,
      float[] dy,
      int first,
      int positions,
      int channels,
      float[] scratch,
      int mean,
      float[] dScale,
      float[] dShift,
      int row) {
    int inverse = mean + channels;
    int whole = Lanes.whole(channels);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector center = fromArray(SPECIES, scratch, mean + c);
      FloatVector factor = fromArray(SPECIES, scratch, inverse + c);
      FloatVector products = broadcast(SPECIES, 0f);
      FloatVector total = broadcast(SPECIES, 0f);
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        FloatVector slope = fromArray(SPECIES, dy, at);
        FloatVector normal = fromArray(SPECIES, x, at).sub(center).mul(factor);
        products = slope.fma(normal, products);
        total = total.add(slope);
      }
      products.intoArray(dScale, row + c);
      total.intoArray(dShift, row + c);
    }
    for (int c = whole; c < channels; c++) {
      float products = 0;
      float total = 0;
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        float normal = (x[at] - scratch[mean + c]) * scratch[inverse + c];
        products = Math.fma(dy[at], normal, products);
        total += dy[at];
      }
      dScale[row + c] = products;
      dShift[row + c] = total;
    }
  }

  /** The mean over the group of what is summed over positions, times scale. */
  private static void means(
      float[] scale,
      float[] sums,
      int row,
      int channels,
      int groups,
      float size,
      float[] out,
      int at) {
    for (int c = 0; c < channels; c++) {
      out[at + c] = scale[c] * sums[row + c];
    }
    addGroups(out, at, channels, groups);
    for (int c = at; c < at + channels; c++) {
      out[c] /= size;
    }
  }

  private static void input(
      float[] x,
      float[] scale,
      float[] dy,
      int first,
      int positions,
      int channels,
      float[] scratch,
      int mean,
      float[] dx) {
    int inverse = mean + channels;
    int a = inverse + channels;
    int b = a + channels;
    int whole = Lanes.whole(channels);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector center = fromArray(SPECIES, scratch, mean + c);
      FloatVector factor = fromArray(SPECIES, scratch, inverse + c);
      FloatVector slope = fromArray(SPECIES, scale, c);
      FloatVector less = fromArray(SPECIES, scratch, a + c).neg();
      FloatVector share = fromArray(SPECIES, scratch, b + c);
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        FloatVector normal = fromArray(SPECIES, x, at).sub(center).mul(factor);
        FloatVector rest = fromArray(SPECIES, dy, at).fma(slope, less);
        FloatVector sum = fromArray(SPECIES, dx, at);
        factor.fma(normal.neg().fma(share, rest), sum).intoArray(dx, at);
      }
    }
    for (int c = whole; c < channels; c++) {
      float factor = scratch[inverse + c];
      for (int p = 0; p < positions; p++) {
        int at = first + p * channels + c;
        float normal = (x[at] - scratch[mean + c]) * factor;
        float rest = Math.fma(dy[at], scale[c], -scratch[a + c]);
        dx[at] = Math.fma(factor, Math.fma(-normal, scratch[b + c], rest), dx[at]);
      }
    }
  }
}
