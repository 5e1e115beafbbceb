package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatNoiseKernels;
import vae.autodiff.random.Key;

/** Random numbers by vectors are those of one block after another, for any number of threads. */
final class VectorNoiseProperties {

  private static final NoiseKernels<float[]> SCALAR = new ScalarFloatNoiseKernels();
  private static final int MARGIN = 20;
  private static final Team[] TEAMS = {Team.of(1), Team.of(2), Team.of(3), Team.of(8)};

  @AfterContainer
  static void endTeams() {
    for (Team team : TEAMS) {
      team.close();
    }
  }

  private static NoiseKernels<float[]> simd(int team) {
    return new SimdKernels(TEAMS[team], 512).noise();
  }

  /** Around multiples of a block, of a vector and of a chunk. */
  @Provide
  Arbitrary<Integer> counts() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 40),
        Arbitraries.of(50, 784, 1019, 1020, 1023, 1024, 1025, 1028, 2049));
  }

  private static float[] untouched(int size) {
    float[] values = new float[size + MARGIN];
    Arrays.fill(values, 77);
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static Key key(SplittableRandom random, int rows) {
    Key key = Key.of(random.nextLong());
    return random.nextBoolean() ? key : key.rows(random.longs(rows).toArray());
  }

  @Property(seed = "81", tries = 400, edgeCases = EdgeCasesMode.NONE)
  void normalAndUniformNumbersAgreeBitForBit(
      @ForAll @IntRange(max = 5) int samples,
      @ForAll @IntRange(max = 9) int rows,
      @ForAll("counts") int count,
      @ForAll @IntRange(max = 3) int team,
      @ForAll long seed) {
    Key key = key(new SplittableRandom(seed), rows);
    float[] expected = untouched(samples * rows * count);
    float[] actual = expected.clone();
    SCALAR.normal(key, samples, rows, count, expected);
    simd(team).normal(key, samples, rows, count, actual);
    assertArrayEquals(bits(expected), bits(actual));
    SCALAR.uniform(key, samples, rows, count, expected);
    simd(team).uniform(key, samples, rows, count, actual);
    assertArrayEquals(bits(expected), bits(actual));
  }

  @Property(seed = "82", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void drawsAgreeBitForBit(
      @ForAll @IntRange(max = 20) int rows,
      @ForAll("counts") int count,
      @ForAll @IntRange(max = 20) int offset,
      @ForAll @IntRange(max = 3) int team,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Key key = key(random, rows);
    float[] expected = untouched(offset + rows * count);
    for (int i = 0; i < rows * count; i++) {
      expected[offset + i] = random.nextInt(256) / 255f;
    }
    float[] actual = expected.clone();
    SCALAR.bernoulli(key, rows, count, expected, offset);
    simd(team).bernoulli(key, rows, count, actual, offset);
    assertArrayEquals(bits(expected), bits(actual));
  }

  /** Enough that every piece of the transform's polynomials is met. */
  @Example
  void aMillionNormalNumbersAgreeBitForBit() {
    float[] expected = new float[1_000_000];
    float[] actual = new float[1_000_000];
    SCALAR.normal(Key.of(9), 20, 1000, 50, expected);
    simd(1).normal(Key.of(9), 20, 1000, 50, actual);
    assertArrayEquals(bits(expected), bits(actual));
  }
}
