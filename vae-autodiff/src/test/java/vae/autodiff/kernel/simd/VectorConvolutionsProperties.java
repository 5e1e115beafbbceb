package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.ConvolutionCase;
import vae.autodiff.kernel.KernelNumbers;
import vae.autodiff.kernel.Team;

/** The bits of the scalar kernels, whatever the size, the numbers and the threads. */
final class VectorConvolutionsProperties {

  private static final List<Team> TEAMS = Stream.of(1, 2, 3, 8).map(Team::of).toList();

  /** Those of more threads share the smallest convolutions too. */
  private static final List<VectorConvolutions> CONVOLUTIONS =
      TEAMS.stream().map(team -> new VectorConvolutions(team, 1 << 20)).toList();

  @AfterContainer
  static void endTeams() {
    TEAMS.forEach(Team::close);
  }

  /** Few, around multiples of 4, 8, 16 and 48, where tiles and lanes begin and end. */
  @Provide
  Arbitrary<Integer> channels() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(1, 5),
        Arbitraries.of(7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 47, 48, 49, 65));
  }

  @Property(seed = "61", tries = 600, edgeCases = EdgeCasesMode.NONE)
  void agreesWithScalarBitForBit(
      @ForAll KernelNumbers numbers,
      @ForAll("channels") int channels,
      @ForAll("channels") int outChannels,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll @IntRange(min = 0, max = 5) int moreRows,
      @ForAll @IntRange(min = 0, max = 5) int moreColumns,
      @ForAll @IntRange(min = 1, max = 5) int kernelHeight,
      @ForAll @IntRange(min = 1, max = 5) int kernelWidth,
      @ForAll @IntRange(min = 1, max = 4) int stride,
      @ForAll @IntRange(min = 0, max = 4) int morePadding,
      @ForAll long seed) {
    int padding = Math.min(morePadding, Math.min(kernelHeight, kernelWidth) - 1);
    assertAgrees(
        ConvolutionCase.of(
            batch,
            Math.max(1, kernelHeight - 2 * padding) + moreRows,
            Math.max(1, kernelWidth - 2 * padding) + moreColumns,
            channels,
            outChannels,
            kernelHeight,
            kernelWidth,
            stride,
            padding,
            numbers,
            seed));
  }

  /** Several blocks of lines, cut within an image and between images, and blocks of steps. */
  @Example
  void largeConvolutionsAgree() {
    KernelNumbers moderate = KernelNumbers.MODERATE;
    assertAgrees(ConvolutionCase.of(9, 28, 28, 1, 32, 4, 4, 2, 1, moderate, 1));
    assertAgrees(ConvolutionCase.of(9, 14, 14, 32, 64, 4, 4, 2, 1, moderate, 2));
    assertAgrees(ConvolutionCase.of(2, 40, 37, 20, 17, 3, 3, 1, 1, moderate, 3));
    assertAgrees(ConvolutionCase.of(3, 30, 90, 3, 5, 5, 7, 3, 2, moderate, 4));
    assertAgrees(ConvolutionCase.of(1, 6, 300, 40, 2, 5, 5, 1, 0, moderate, 5));
    assertAgrees(ConvolutionCase.of(2, 50, 60, 1, 48, 3, 3, 2, 1, moderate, 6));
  }

  /** Wider steps than the kernel, so that some pixels are in no window. */
  @Example
  void pixelsBetweenWindowsAgree() {
    KernelNumbers special = KernelNumbers.WITH_SPECIAL_VALUES;
    assertAgrees(ConvolutionCase.of(2, 11, 9, 3, 20, 2, 1, 4, 0, special, 1));
    assertAgrees(ConvolutionCase.of(2, 3, 2, 18, 20, 1, 1, 9, 0, special, 2));
    assertAgrees(ConvolutionCase.of(2, 2, 3, 18, 3, 3, 4, 9, 2, special, 3));
  }

  private static void assertAgrees(ConvolutionCase drawn) {
    int[][] expected = drawn.definition();
    String[] names = {"convolve", "convolve +=", "transposed", "transposed +=", "weight gradient"};
    for (int i = 0; i < CONVOLUTIONS.size(); i++) {
      int[][] actual = drawn.bits(CONVOLUTIONS.get(i));
      for (int form = 0; form < names.length; form++) {
        String what = names[form] + " on " + TEAMS.get(i).threads() + " threads: " + drawn;
        assertArrayEquals(expected[form], actual[form], what);
      }
    }
  }
}
