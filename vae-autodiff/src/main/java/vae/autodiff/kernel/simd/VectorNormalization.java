package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.ChannelGroups;
import vae.autodiff.kernel.NormalizationKernels;
import vae.autodiff.kernel.scalar.ScalarFloatNormalization;

/**
 * Normalisation by vectors along the channels, the examples shared among a team.
 *
 * <p>The sums over positions are chains side by side, one for each channel, so that no vector is
 * ever summed across; what follows, per channel, is little work wherever there are positions.
 */
record VectorNormalization(Split split) implements NormalizationKernels<float[]> {

  @Override
  public void normalize(
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] shift,
      float[] mean,
      float[] inverse,
      float[] y) {
    int size = g.positions() * g.channels();
    split.rows(
        g.examples(),
        size,
        Split.PLAIN,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            int row = e * g.channels();
            moments(g, x, e * size, mean, inverse, row, row);
            apply(g, x, scale, shift, e * size, mean, inverse, row, y);
          }
        });
  }

  private static void moments(
      ChannelGroups g,
      float[] x,
      int first,
      float[] mean,
      float[] inverse,
      int meanAt,
      int inverseAt) {
    float size = (float) g.positions() * g.groupSize();
    sums(g, x, first, mean, meanAt);
    addGroups(g, mean, meanAt);
    for (int c = meanAt; c < meanAt + g.channels(); c++) {
      mean[c] /= size;
    }
    squares(g, x, first, mean, meanAt, inverse, inverseAt);
    addGroups(g, inverse, inverseAt);
    for (int c = inverseAt; c < inverseAt + g.channels(); c++) {
      inverse[c] = ScalarFloatNormalization.inverseRoot(inverse[c] / size, g.epsilon());
    }
  }

  private static void addGroups(ChannelGroups g, float[] sums, int at) {
    int size = g.groupSize();
    for (int first = at; first < at + g.channels(); first += size) {
      Arrays.fill(sums, first, first + size, VectorSums.sum(sums, first, size));
    }
  }

  private static void sums(ChannelGroups g, float[] x, int first, float[] sum, int sumAt) {
    int positions = g.positions();
    int channels = g.channels();
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
      ChannelGroups g, float[] x, int first, float[] mean, int meanAt, float[] sum, int sumAt) {
    int positions = g.positions();
    int channels = g.channels();
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
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] shift,
      int first,
      float[] mean,
      float[] inverse,
      int row,
      float[] y) {
    int positions = g.positions();
    int channels = g.channels();
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
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] dy,
      float[] dScale,
      float[] dShift,
      float[] scratch,
      float[] dx) {
    int size = g.positions() * g.channels();
    split.rows(
        g.examples(),
        size,
        Split.PLAIN,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            int first = e * size;
            int row = e * g.channels();
            int mean = 4 * row;
            int inverse = mean + g.channels();
            moments(g, x, first, scratch, scratch, mean, inverse);
            parameters(g, x, dy, first, scratch, mean, dScale, dShift, row);
            if (dx != null) {
              int a = inverse + g.channels();
              means(g, scale, dShift, row, scratch, a);
              means(g, scale, dScale, row, scratch, a + g.channels());
              input(g, x, scale, dy, first, scratch, mean, dx);
            }
          }
        });
  }

  /** Σ dy · x̂ and Σ dy of one example; {@code scratch} has means, then inverses. */
  private static void parameters(
      ChannelGroups g,
      float[] x,
      float[] dy,
      int first,
      float[] scratch,
      int mean,
      float[] dScale,
      float[] dShift,
      int row) {
    int positions = g.positions();
    int channels = g.channels();
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
      ChannelGroups g, float[] scale, float[] sums, int row, float[] out, int at) {
    float size = (float) g.positions() * g.groupSize();
    for (int c = 0; c < g.channels(); c++) {
      out[at + c] = scale[c] * sums[row + c];
    }
    addGroups(g, out, at);
    for (int c = at; c < at + g.channels(); c++) {
      out[c] /= size;
    }
  }

  private static void input(
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] dy,
      int first,
      float[] scratch,
      int mean,
      float[] dx) {
    int positions = g.positions();
    int channels = g.channels();
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
