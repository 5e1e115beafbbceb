package vae.autodiff.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A number depends on what it is for, never on what else was drawn. */
class NoiseProperties {

  private final int[] block = new int[4];

  @Property(tries = 200, seed = "1")
  void aShorterDrawIsAPrefixOfALongerOne(
      @ForAll long seed,
      @ForAll long row,
      @ForAll int sample,
      @ForAll @IntRange(min = 0, max = 40) int count) {
    Key key = Key.of(seed);
    float[] whole = new float[40];
    float[] part = new float[count];
    Noise.normal(key, row, sample, whole, 0, 40, block);
    Noise.normal(key, row, sample, part, 0, count, block);
    assertArrayEquals(Arrays.copyOf(whole, count), part);
    Noise.uniform(key, row, sample, whole, 0, 40, block);
    Noise.uniform(key, row, sample, part, 0, count, block);
    assertArrayEquals(Arrays.copyOf(whole, count), part);
    double[] wholeDouble = new double[40];
    double[] partDouble = new double[count];
    Noise.normal(key, row, sample, wholeDouble, 0, 40, block);
    Noise.normal(key, row, sample, partDouble, 0, count, block);
    assertArrayEquals(Arrays.copyOf(wholeDouble, count), partDouble);
  }

  @Property(tries = 100, seed = "2")
  void nothingOutsideTheRangeIsTouched(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int offset,
      @ForAll @IntRange(min = 0, max = 9) int count) {
    float[] out = new float[20];
    Arrays.fill(out, 77);
    Noise.normal(Key.of(seed), 0, 0, out, offset, count, block);
    for (int i = 0; i < out.length; i++) {
      assertEquals(i < offset || i >= offset + count, out[i] == 77, "index " + i);
    }
  }

  @Property(tries = 100, seed = "3")
  void theOrderOfABatchDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 1000) int epoch) {
    int n = 6;
    int m = 5;
    Key key = Key.of(seed).fold(epoch);
    float[][] forwards = new float[n][m];
    float[][] backwards = new float[n][m];
    for (int row = 0; row < n; row++) {
      Noise.normal(key, row, 1, forwards[row], 0, m, block);
    }
    for (int row = n - 1; row >= 0; row--) {
      Noise.normal(key, row, 0, backwards[row], 0, m, block);
      Noise.normal(key, row, 1, backwards[row], 0, m, block);
    }
    for (int row = 0; row < n; row++) {
      assertArrayEquals(forwards[row], backwards[row]);
    }
  }

  @Property(tries = 200, seed = "4")
  void everyCoordinateOfTheCounterMatters(
      @ForAll long seed,
      @ForAll long row,
      @ForAll int sample,
      @ForAll @IntRange(max = 63) int bit) {
    Key key = Key.of(seed);
    float[] here = draw(key, row, sample);
    assertTrue(!Arrays.equals(here, draw(key, row ^ 1L << bit, sample)), "row");
    assertTrue(!Arrays.equals(here, draw(key, row, sample ^ 1 << bit % 32)), "sample");
    assertTrue(!Arrays.equals(here, draw(Key.of(seed ^ 1L << bit), row, sample)), "seed");
    assertTrue(here[0] != here[4] && here[1] != here[5], "coordinate");
  }

  @Property(tries = 200, seed = "5")
  void uniformNumbersLieInTheHalfOpenInterval(@ForAll long seed, @ForAll long row) {
    float[] out = new float[64];
    Noise.uniform(Key.of(seed), row, 0, out, 0, 64, block);
    for (float u : out) {
      assertTrue(u >= 0 && u < 1, "u = " + u);
      assertEquals(u * 0x1p24f, Math.rint(u * 0x1p24f));
    }
  }

  private float[] draw(Key key, long row, int sample) {
    float[] out = new float[8];
    Noise.normal(key, row, sample, out, 0, 8, block);
    return out;
  }
}
