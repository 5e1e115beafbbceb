package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * Every provider normalises to the bits of the scalar one and writes nothing else.
 *
 * <p>Arrays are larger than what a kernel is to write, and compared whole.
 */
public abstract class NormalizationContract {

  private static final NormalizationKernels<float[]> DEFINITION =
      new ScalarFloatKernels().normalization();

  private static final int MARGIN = 20;

  /** The kernels under test; the same ones at each call. */
  protected abstract NormalizationKernels<float[]> kernels();

  @Property(seed = "51", tries = 600, edgeCases = EdgeCasesMode.NONE)
  final void valuesAndGradientsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 9) int examples,
      @ForAll @IntRange(min = 1, max = 20) int positions,
      @ForAll @IntRange(min = 1, max = 40) int groupSize,
      @ForAll @IntRange(min = 1, max = 5) int groups,
      @ForAll boolean wanted,
      @ForAll long seed) {
    assertAgrees(numbers, examples, positions, groupSize * groups, groups, wanted, seed);
  }

  @Property(seed = "52", tries = 200, edgeCases = EdgeCasesMode.NONE)
  final void valuesAndGradientsOfVectorsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 40) int examples,
      @ForAll @IntRange(min = 1, max = 300) int channels,
      @ForAll long seed) {
    assertAgrees(numbers, examples, 1, channels, 1, true, seed);
  }

  private void assertAgrees(
      KernelNumbers numbers,
      int examples,
      int positions,
      int channels,
      int groups,
      boolean wanted,
      long seed) {
    int size = examples * positions * channels;
    int sums = examples * channels;
    int[] sizes = {size, channels, channels, sums, sums, size, size, sums, sums, 4 * sums, size};
    SplittableRandom random = new SplittableRandom(seed);
    float[][] expected = new float[sizes.length][];
    float[][] actual = new float[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      expected[i] = numbers.array(random, sizes[i] + MARGIN);
      actual[i] = expected[i].clone();
    }
    ChannelGroups g = new ChannelGroups(examples, positions, channels, groups, 1e-5);
    run(DEFINITION, g, expected, wanted);
    run(kernels(), g, actual, wanted);
    for (int i = 0; i < sizes.length; i++) {
      assertArrayEquals(bits(expected[i]), bits(actual[i]), "array " + i);
    }
  }

  private static void run(
      NormalizationKernels<float[]> kernels, ChannelGroups g, float[][] t, boolean wanted) {
    kernels.normalize(g, t[0], t[1], t[2], t[3], t[4], t[5]);
    kernels.gradient(g, t[0], t[1], t[6], t[7], t[8], t[9], wanted ? t[10] : null);
  }

  /** Every NaN as one. */
  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
