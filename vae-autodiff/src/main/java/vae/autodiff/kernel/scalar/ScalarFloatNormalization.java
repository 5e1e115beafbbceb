package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;

import java.util.Arrays;
import vae.autodiff.kernel.ChannelGroups;
import vae.autodiff.kernel.NormalizationKernels;

/** Normalisation as plain loops over {@code float[]}: the definition of the bits. */
public final class ScalarFloatNormalization implements NormalizationKernels<float[]> {

  @Override
  public void normalize(
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] shift,
      float[] mean,
      float[] inverse,
      float[] y) {
    int positions = g.positions();
    int channels = g.channels();
    for (int e = 0; e < g.examples(); e++) {
      int row = e * channels;
      moments(g, x, e, mean, inverse, row, row);
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          int at = (e * positions + p) * channels + c;
          float normal = (x[at] - mean[row + c]) * inverse[row + c];
          y[at] = fma(normal, scale[c], shift[c]);
        }
      }
    }
  }

  /** Each channel's mean and 1 / √(variance + ε) of one example. */
  private static void moments(
      ChannelGroups g,
      float[] x,
      int example,
      float[] mean,
      float[] inverse,
      int meanOffset,
      int inverseOffset) {
    int positions = g.positions();
    int channels = g.channels();
    int first = example * positions * channels;
    float size = (float) positions * g.groupSize();
    Arrays.fill(mean, meanOffset, meanOffset + channels, 0);
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < channels; c++) {
        mean[meanOffset + c] += x[first + p * channels + c];
      }
    }
    addGroups(g, mean, meanOffset);
    for (int c = 0; c < channels; c++) {
      mean[meanOffset + c] /= size;
    }
    Arrays.fill(inverse, inverseOffset, inverseOffset + channels, 0);
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < channels; c++) {
        float difference = x[first + p * channels + c] - mean[meanOffset + c];
        float sum = inverse[inverseOffset + c];
        inverse[inverseOffset + c] = fma(difference, difference, sum);
      }
    }
    addGroups(g, inverse, inverseOffset);
    for (int c = 0; c < channels; c++) {
      inverse[inverseOffset + c] = inverseRoot(inverse[inverseOffset + c] / size, g.epsilon());
    }
  }

  /** 1 / √(variance + ε). */
  public static float inverseRoot(float variance, double epsilon) {
    return 1 / (float) Math.sqrt(variance + (float) epsilon);
  }

  /** Every channel's sum becomes the lane sum of its group. */
  private static void addGroups(ChannelGroups groups, float[] sums, int offset) {
    int size = groups.groupSize();
    float[] lanes = new float[LANES];
    for (int g = 0; g < groups.groups(); g++) {
      Arrays.fill(lanes, 0);
      int first = offset + g * size;
      for (int c = 0; c < size; c++) {
        lanes[c % LANES] += sums[first + c];
      }
      Arrays.fill(sums, first, first + size, LaneTree.tree(lanes));
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
    int positions = g.positions();
    int channels = g.channels();
    Arrays.fill(dScale, 0, g.examples() * channels, 0);
    Arrays.fill(dShift, 0, g.examples() * channels, 0);
    for (int e = 0; e < g.examples(); e++) {
      int row = e * channels;
      int mean = 4 * row;
      int inverse = mean + channels;
      moments(g, x, e, scratch, scratch, mean, inverse);
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          int at = (e * positions + p) * channels + c;
          float normal = (x[at] - scratch[mean + c]) * scratch[inverse + c];
          dScale[row + c] = fma(dy[at], normal, dScale[row + c]);
          dShift[row + c] += dy[at];
        }
      }
      if (dx != null) {
        inputGradient(g, x, scale, dy, e, dScale, dShift, scratch, dx);
      }
    }
  }

  private static void inputGradient(
      ChannelGroups g,
      float[] x,
      float[] scale,
      float[] dy,
      int example,
      float[] dScale,
      float[] dShift,
      float[] scratch,
      float[] dx) {
    int positions = g.positions();
    int channels = g.channels();
    float size = (float) positions * g.groupSize();
    int row = example * channels;
    int mean = 4 * row;
    int inverse = mean + channels;
    int a = inverse + channels;
    int b = a + channels;
    for (int c = 0; c < channels; c++) {
      scratch[a + c] = scale[c] * dShift[row + c];
      scratch[b + c] = scale[c] * dScale[row + c];
    }
    addGroups(g, scratch, a);
    addGroups(g, scratch, b);
    for (int c = 0; c < channels; c++) {
      scratch[a + c] /= size;
      scratch[b + c] /= size;
    }
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < channels; c++) {
        int at = (example * positions + p) * channels + c;
        float factor = scratch[inverse + c];
        float normal = (x[at] - scratch[mean + c]) * factor;
        float less = fma(dy[at], scale[c], -scratch[a + c]);
        dx[at] = fma(factor, fma(-normal, scratch[b + c], less), dx[at]);
      }
    }
  }
}
