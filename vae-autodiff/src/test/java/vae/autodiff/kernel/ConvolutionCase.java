package vae.autodiff.kernel;

import java.util.SplittableRandom;
import vae.autodiff.kernel.scalar.ScalarFloatConvolutions;

/** One geometry with drawn numbers: the bits that kernels give for it. */
public record ConvolutionCase(ConvolutionGeometry geometry, KernelNumbers numbers, long seed) {

  /** Elements behind the last one that a kernel may touch. */
  private static final int MARGIN = 20;

  /** The case of a convolution of x [N, H, W, C]; its narrow size follows. */
  public static ConvolutionCase of(
      int batch,
      int height,
      int width,
      int channels,
      int outChannels,
      int kernelHeight,
      int kernelWidth,
      int stride,
      int padding,
      KernelNumbers numbers,
      long seed) {
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(
            batch,
            height,
            width,
            channels,
            (height + 2 * padding - kernelHeight) / stride + 1,
            (width + 2 * padding - kernelWidth) / stride + 1,
            outChannels,
            kernelHeight,
            kernelWidth,
            stride,
            padding);
    return new ConvolutionCase(geometry, numbers, seed);
  }

  /** The bits that the scalar kernels give. */
  public int[][] definition() {
    return bits(new ScalarFloatConvolutions());
  }

  /** What each kernel leaves in its result, from zeros and added; every NaN as one. */
  public int[][] bits(ConvolutionKernels<float[]> kernels) {
    float[][] results = new float[5][];
    for (int form = 0; form < results.length; form++) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] wide = numbers.array(random, geometry.wideSize() + MARGIN);
      float[] narrow = numbers.array(random, geometry.narrowSize() + MARGIN);
      float[] weight = numbers.array(random, geometry.weightSize() + MARGIN);
      switch (form) {
        case 0, 1 -> kernels.convolve(geometry, wide, weight, narrow, form == 1);
        case 2, 3 -> kernels.transposed(geometry, narrow, weight, wide, form == 3);
        default -> kernels.weightGradient(geometry, wide, narrow, weight);
      }
      results[form] = form < 2 ? narrow : form < 4 ? wide : weight;
    }
    int[][] bits = new int[results.length][];
    for (int form = 0; form < bits.length; form++) {
      bits[form] = new int[results[form].length];
      for (int i = 0; i < bits[form].length; i++) {
        bits[form][i] = Float.floatToIntBits(results[form][i]);
      }
    }
    return bits;
  }
}
