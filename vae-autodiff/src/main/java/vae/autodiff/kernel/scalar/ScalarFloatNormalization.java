package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;

import java.util.Arrays;
import vae.autodiff.kernel.NormalizationKernels;

/** Normalisation as plain loops over {@code float[]}: the definition of the bits. */
public final class ScalarFloatNormalization implements NormalizationKernels<float[]> {

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
    for (int e = 0; e < examples; e++) {
      int row = e * channels;
      moments(x, e, positions, channels, groups, epsilon, mean, inverse, row, row);
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
      float[] x,
      int example,
      int positions,
      int channels,
      int groups,
      double epsilon,
      float[] mean,
      float[] inverse,
      int meanOffset,
      int inverseOffset) {
    int first = example * positions * channels;
    float size = (float) positions * (channels / groups);
    Arrays.fill(mean, meanOffset, meanOffset + channels, 0);
    for (int p = 0; p < positions; p++) {
      for (int c = 0; c < channels; c++) {
        mean[meanOffset + c] += x[first + p * channels + c];
      }
    }
    addGroups(mean, meanOffset, channels, groups);
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
    addGroups(inverse, inverseOffset, channels, groups);
    for (int c = 0; c < channels; c++) {
      inverse[inverseOffset + c] = inverseRoot(inverse[inverseOffset + c] / size, epsilon);
    }
  }

  /** 1 / √(variance + ε). */
  public static float inverseRoot(float variance, double epsilon) {
    return 1 / (float) Math.sqrt(variance + (float) epsilon);
  }

  /** Every channel's sum becomes the lane sum of its group. */
  public static void addGroups(float[] sums, int offset, int channels, int groups) {
    int size = channels / groups;
    float[] lanes = new float[LANES];
    for (int g = 0; g < groups; g++) {
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
    Arrays.fill(dScale, 0, examples * channels, 0);
    Arrays.fill(dShift, 0, examples * channels, 0);
    for (int e = 0; e < examples; e++) {
      int row = e * channels;
      int mean = 4 * row;
      int inverse = mean + channels;
      moments(x, e, positions, channels, groups, epsilon, scratch, scratch, mean, inverse);
      for (int p = 0; p < positions; p++) {
        for (int c = 0; c < channels; c++) {
          int at = (e * positions + p) * channels + c;
          float normal = (x[at] - scratch[mean + c]) * scratch[inverse + c];
          dScale[row + c] = fma(dy[at], normal, dScale[row + c]);
          dShift[row + c] += dy[at];
        }
      }
      if (dx != null) {
        inputGradient(x, scale, dy, e, positions, channels, groups, dScale, dShift, scratch, dx);
      }
    }
  }

  private static void inputGradient(
      float[] x,
      float[] scale,
      float[] dy,
      int example,
      int positions,
      int channels,
      int groups,
      float[] dScale,
      float[] dShift,
      float[] scratch,
      float[] dx) {
    float size = (float) positions * (channels / groups);
    int row = example * channels;
    int mean = 4 * row;
    int inverse = mean + channels;
    int a = inverse + channels;
    int b = a + channels;
    for (int c = 0; c < channels; c++) {
      scratch[a + c] = scale[c] * dShift[row + c];
      scratch[b + c] = scale[c] * dScale[row + c];
    }
    addGroups(scratch, a, channels, groups);
    addGroups(scratch, b, channels, groups);
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
