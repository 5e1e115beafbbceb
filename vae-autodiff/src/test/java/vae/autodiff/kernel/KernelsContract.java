package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Every provider of kernels gives the bits of the scalar one and writes nothing else.
 *
 * <p>Arrays are larger than what a kernel is to write, and compared whole.
 */
public abstract class KernelsContract extends KernelsAgreement {

  /** Around multiples of 4, 8, 16 and 64, and some that are shared among threads. */
  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 70),
        Arbitraries.integers().between(0, 70),
        Arbitraries.of(127, 128, 129, 255, 400, 784, 1023, 1024, 1040, 2049, 4096, 5003));
  }

  /** Extents of matrices. */
  @Provide
  Arbitrary<Integer> extents() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 5),
        Arbitraries.integers().between(1, 70),
        Arbitraries.of(15, 16, 17, 20, 31, 32, 33, 63, 64, 65, 130));
  }

  @Property(seed = "31", tries = 1200, edgeCases = EdgeCasesMode.NONE)
  final void unaryFunctionsAgree(
      @ForAll Unary f,
      @ForAll KernelNumbers numbers,
      @ForAll("lengths") int n,
      @ForAll @IntRange(max = 20) int from,
      @ForAll boolean inPlace,
      @ForAll long seed) {
    double a = new SplittableRandom(seed).nextDouble(-2, 1);
    assertAgrees(
        numbers,
        seed,
        (k, t) -> k.unary(f, a, a + 1.5, t[0], inPlace ? t[0] : t[1], from, from + n),
        from + n,
        from + n);
  }

  @Property(seed = "32", tries = 1200, edgeCases = EdgeCasesMode.NONE)
  final void unaryGradientsAgree(
      @ForAll Unary f,
      @ForAll KernelNumbers numbers,
      @ForAll("lengths") int n,
      @ForAll @IntRange(max = 20) int from,
      @ForAll long seed) {
    double a = new SplittableRandom(seed).nextDouble(-2, 1);
    int size = from + n;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          k.unary(f, a, a + 1.5, t[0], t[1], from, size);
          k.unaryGradient(f, a, a + 1.5, t[0], t[1], t[2], t[3], from, size);
        },
        size,
        size,
        size,
        size);
  }

  @Property(seed = "33", tries = 1000, edgeCases = EdgeCasesMode.NONE)
  final void binaryFunctionsAgree(
      @ForAll Binary f,
      @ForAll KernelNumbers numbers,
      @ForAll("lengths") int n,
      @ForAll @IntRange(max = 1) int aStride,
      @ForAll @IntRange(max = 1) int bStride,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int aOffset = random.nextInt(20);
    int bOffset = random.nextInt(20);
    int yOffset = random.nextInt(20);
    assertAgrees(
        numbers,
        seed,
        (k, t) -> k.binary(f, t[0], aOffset, aStride, t[1], bOffset, bStride, t[2], yOffset, n),
        aOffset + n,
        bOffset + n,
        yOffset + n);
  }

  @Property(seed = "34", tries = 400, edgeCases = EdgeCasesMode.NONE)
  final void sumsOfProductsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll("lengths") int n,
      @ForAll @IntRange(max = 1) int aStride,
      @ForAll @IntRange(max = 1) int bStride,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int aOffset = random.nextInt(20);
    int bOffset = random.nextInt(20);
    int yOffset = random.nextInt(20);
    assertAgrees(
        numbers,
        seed,
        (k, t) -> k.multiplyAdd(t[0], aOffset, aStride, t[1], bOffset, bStride, t[2], yOffset, n),
        aOffset + n,
        bOffset + n,
        yOffset + n);
  }

  @Property(seed = "35", tries = 400, edgeCases = EdgeCasesMode.NONE)
  final void fillsCopiesAndSumsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll("lengths") int n,
      @ForAll @IntRange(max = 20) int xOffset,
      @ForAll @IntRange(max = 20) int yOffset,
      @ForAll long seed) {
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          k.accumulate(t[0], xOffset, t[1], yOffset, n);
          k.sumInto(t[0], xOffset, n, t[2], yOffset);
          k.fill(t[3], yOffset, n, 0.1);
          k.copy(t[0], xOffset, t[4], yOffset, n);
          k.set(t[5], yOffset, k.get(t[0], xOffset) / 3);
        },
        xOffset + n,
        yOffset + n,
        yOffset,
        yOffset + n,
        yOffset + n,
        yOffset);
  }

  @Property(seed = "36", tries = 500, edgeCases = EdgeCasesMode.NONE)
  final void sumsOfColumnsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll("extents") int rows,
      @ForAll("lengths") int columns,
      @ForAll long seed) {
    assertAgrees(
        numbers, seed, (k, t) -> k.sumColumns(t[0], rows, columns, t[1]), rows * columns, columns);
  }

  @Property(seed = "37", tries = 600, edgeCases = EdgeCasesMode.NONE)
  final void logSumExpAndItsGradientAgree(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 6) int outer,
      @ForAll("extents") int count,
      @ForAll("extents") int inner,
      @ForAll long seed) {
    assertLogSumExpAgrees(numbers, outer, count, inner, seed);
  }

  @Property(seed = "38", tries = 300, edgeCases = EdgeCasesMode.NONE)
  final void logSumExpAlongTheLastAxisAgrees(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 40) int outer,
      @ForAll("lengths") int count,
      @ForAll long seed) {
    assertLogSumExpAgrees(numbers, outer, count, 1, seed);
  }

  @Property(seed = "44", tries = 200, edgeCases = EdgeCasesMode.NONE)
  final void logSumExpOverLongRowsAgrees(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 3) int outer,
      @ForAll @IntRange(max = 4) int count,
      @ForAll("lengths") int inner,
      @ForAll long seed) {
    assertLogSumExpAgrees(numbers, outer, count, inner, seed);
  }

  private void assertLogSumExpAgrees(
      KernelNumbers numbers, int outer, int count, int inner, long seed) {
    int size = outer * count * inner;
    int slices = outer * inner;
    boolean nothingButMinusInfinity = seed % 5 == 0;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          if (nothingButMinusInfinity) {
            Arrays.fill(t[0], 0, size, Float.NEGATIVE_INFINITY);
          }
          k.logSumExp(t[0], outer, count, inner, t[1]);
          k.logSumExpGradient(t[0], t[1], t[2], outer, count, inner, t[3]);
        },
        size,
        slices,
        slices,
        size);
  }

  @Property(seed = "39", tries = 800, edgeCases = EdgeCasesMode.NONE)
  final void biasesActivationsAndTheirGradientsAgree(
      @ForAll Activation f,
      @ForAll KernelNumbers numbers,
      @ForAll("extents") int rows,
      @ForAll("extents") int columns,
      @ForAll boolean biased,
      @ForAll long seed) {
    int size = rows * columns;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          k.biasActivation(f, biased ? t[0] : null, t[1], rows, columns);
          if (f.hasGradientFromValue()) {
            k.activationGradient(f, t[1], t[2], t[3], size);
          }
        },
        columns,
        size,
        size,
        size);
  }

  /** Sizes around the edges of tiles, of blocks of k and of shares. */
  @Property(seed = "49", tries = 400, edgeCases = EdgeCasesMode.NONE)
  final void layersAndTheirGradientsAgree(
      @ForAll Activation f,
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 40) int rows,
      @ForAll @IntRange(max = 120) int columns,
      @ForAll @IntRange(max = 300) int k,
      @ForAll boolean biased,
      @ForAll long seed) {
    int size = rows * columns;
    assertAgrees(
        numbers,
        seed,
        (kernels, t) -> {
          kernels.layer(f, rows, columns, k, t[0], t[1], biased ? t[2] : null, t[3]);
          if (f.hasGradientFromValue()) {
            kernels.layerGradient(f, t[3], t[4], rows, columns, t[5], t[6]);
          }
        },
        rows * k,
        k * columns,
        columns,
        size,
        size,
        size,
        columns);
  }

  @Property(seed = "40", tries = 600, edgeCases = EdgeCasesMode.NONE)
  final void likelihoodsAndTheirGradientsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll("extents") int rows,
      @ForAll @IntRange(min = 1, max = 70) int otherRows,
      @ForAll("extents") int columns,
      @ForAll long seed) {
    assertLikelihoodsAgree(numbers, rows, otherRows, columns, seed);
  }

  @Property(seed = "45", tries = 200, edgeCases = EdgeCasesMode.NONE)
  final void likelihoodsOfLongRowsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 4) int rows,
      @ForAll @IntRange(min = 1, max = 4) int otherRows,
      @ForAll("lengths") int columns,
      @ForAll long seed) {
    assertLikelihoodsAgree(numbers, rows, otherRows, columns, seed);
  }

  private void assertLikelihoodsAgree(
      KernelNumbers numbers, int rows, int otherRows, int columns, long seed) {
    int size = rows * columns;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          RowKernels<float[]> rowKernels = k.rows();
          rowKernels.bernoulliLogits(t[0], t[1], rows, otherRows, columns, t[2], null);
          rowKernels.bernoulliLogits(t[0], t[1], rows, otherRows, columns, t[6], t[7]);
          rowKernels.addScaled(t[2], seed % 2 == 0, t[7], rows, columns, t[3]);
          rowKernels.squaredDistance(t[0], t[1], rows, otherRows, columns, t[4]);
          rowKernels.squaredDistanceGradient(t[0], t[1], t[4], rows, otherRows, columns, t[5]);
        },
        size,
        otherRows * columns,
        rows,
        size,
        rows,
        size,
        rows,
        size);
  }

  @Property(seed = "46", tries = 600, edgeCases = EdgeCasesMode.NONE)
  final void gaussiansAndTheirGradientsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 6) int samples,
      @ForAll("extents") int rows,
      @ForAll("extents") int columns,
      @ForAll long seed) {
    int n = rows * columns;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          GaussianKernels<float[]> gaussian = k.gaussian();
          gaussian.draw(t[0], t[1], t[2], samples, n, t[3], t[4]);
          gaussian.drawGradient(t[2], t[3], t[4], samples, n, t[5]);
          gaussian.divergence(t[0], t[1], rows, columns, t[6], t[7]);
          gaussian.logRatio(t[2], t[4], t[1], samples * rows, rows, columns, t[8]);
          gaussian.addSampleSums(t[8], samples, rows, columns, t[9]);
        },
        n,
        n,
        samples * n,
        n,
        samples * n,
        n,
        n,
        rows,
        samples * rows,
        n);
  }

  @Property(seed = "47", tries = 300, edgeCases = EdgeCasesMode.NONE)
  final void everyPointUnderEveryGaussianAgrees(
      @ForAll KernelNumbers numbers,
      @ForAll @IntRange(max = 6) int components,
      @ForAll("extents") int points,
      @ForAll @IntRange(max = 20) int columns,
      @ForAll long seed) {
    int n = components * columns;
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          GaussianKernels<float[]> gaussian = k.gaussian();
          gaussian.pairs(t[0], t[1], t[2], components, points, columns, t[3], t[4]);
          gaussian.pairsPointGradient(t[0], t[1], t[3], t[5], components, points, columns, t[6]);
          gaussian.pairsComponentGradient(
              t[0], t[1], t[3], t[5], components, points, columns, t[7], t[8]);
        },
        points * columns,
        n,
        n,
        n,
        components * points,
        components * points,
        points * columns,
        n,
        n);
  }

  @Property(seed = "41", tries = 500, edgeCases = EdgeCasesMode.NONE)
  final void optimizersAgree(
      @ForAll KernelNumbers numbers, @ForAll("lengths") int n, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double rate = random.nextDouble(1e-4, 0.1);
    double keep = random.nextDouble(0, 1);
    AdamStep adam = new AdamStep(0.9, 0.999, rate, random.nextDouble(1, 30), 1e-8);
    int[] sizes = new int[14];
    Arrays.fill(sizes, n);
    assertAgrees(
        numbers,
        seed,
        (k, t) -> {
          OptimizerKernels<float[]> optimizers = k.optimizers();
          for (int step = 0; step < 3; step++) {
            optimizers.adam(t[0], t[1], t[2], t[3], n, adam);
            optimizers.momentum(t[4], t[1], t[5], n, keep, rate);
            optimizers.adamax(t[6], t[1], t[7], t[8], n, adam);
            optimizers.descend(t[9], t[1], n, rate);
          }
          optimizers.rootScale(t[10], t[11], n, keep, 1 - keep, 1e-10);
          optimizers.centeredRootScale(t[12], t[11], t[13], n, keep, 1e-10);
          double squares = optimizers.sumOfSquares(t[1], n);
          t[0][n] = (float) squares;
          t[1][n] = (float) (squares - (float) squares);
        },
        sizes);
  }

  @Property(seed = "42", tries = 200, edgeCases = EdgeCasesMode.NONE)
  final void matrixOperationsAgree(
      @ForAll KernelNumbers numbers,
      @ForAll("extents") int m,
      @ForAll("extents") int n,
      @ForAll @IntRange(max = 30) int k,
      @ForAll boolean first,
      @ForAll boolean second,
      @ForAll long seed) {
    assertAgrees(
        numbers,
        seed,
        (kernels, t) -> {
          int lda = first ? m : k;
          int ldb = second ? k : n;
          MatrixView<float[]> a = new MatrixView<>(t[0], 1, lda, first);
          MatrixView<float[]> b = new MatrixView<>(t[1], 2, ldb, second);
          kernels.gemm(m, n, k, a, b, MatrixView.of(t[2], 3, n), first ^ second);
          kernels.transpose(t[2], 3, m, n, t[3], 5);
          kernels.triangularSolve(first, k, n, t[4], 2, t[1], 3);
          kernels.cholesky(k, t[4], 2);
        },
        m * k,
        k * n,
        m * n,
        m * n,
        k * k);
  }

  @Property(seed = "43", tries = 20)
  final void newArraysHoldZeros(@ForAll @IntRange(max = 100) int n) {
    float[] array = kernels().allocate(n);
    assertEquals(n, array.length);
    assertArrayEquals(new int[n], bits(array));
  }
}
