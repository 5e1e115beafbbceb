package vae.autodiff.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import vae.autodiff.kernel.scalar.Elementary;

/** Statistics of 10⁶ draws under a fixed key; each bound is five standard errors or a quantile. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GaussianTransformTest {

  private static final int N = 1_000_000;

  private final float[] draws = new float[N];

  @BeforeAll
  void draw() {
    int[] block = new int[4];
    Key key = Key.of(20_131_220).fold("normal");
    for (int row = 0; row < N / 50; row++) {
      Noise.normal(key, row, 0, draws, 50 * row, 50, block);
    }
  }

  /** Radius and angle are each right to a few units in the last place. */
  @Test
  void floatsAgreeWithDoublesToThreeTenMillionthsOfTheRadius() {
    long state = 1;
    for (int i = 0; i < 400_000; i++) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      int first = (int) (state >>> 32) >> (i % 32);
      state = state * 6364136223846793005L + 1442695040888963407L;
      assertPairAgrees(i % 2 == 0 ? first : ~first, (int) (state >>> 32));
    }
  }

  @Test
  void wordsAtTheEdgesOfTheirPiecesAgreeToo() {
    int twoThirds = (int) (0xFFFFFFFFL / 3 * 2);
    for (int centre : new int[] {0, 0x20000000, 0x40000000, 0x60000000, 0x7FFFFFFF, twoThirds}) {
      for (int sign = 0; sign < 2; sign++) {
        for (int d = -600; d <= 600; d++) {
          int word = (sign == 0 ? centre : -centre) + d;
          assertPairAgrees(word, 0x12345678);
          assertPairAgrees(0x12345678, word);
        }
      }
    }
  }

  @Test
  void theLogarithmNeverSeesZeroAndTheTailEndsBeforeSeven() {
    assertEquals(6.7637f, GaussianTransform.radius(0), 1e-4f);
    float least = GaussianTransform.radius(-1);
    assertEquals(Math.sqrt(-2 * StrictMath.log1p(-0x1p-33)), least, 1e-11);
  }

  @Test
  void radiusFallsAsTheWordGrows() {
    float before = Float.MAX_VALUE;
    for (long word = 0; word <= 0xFFFFFFFFL; word += 40_009) {
      float radius = GaussianTransform.radius((int) word);
      assertTrue(radius <= before, "word " + word);
      before = radius;
    }
  }

  @Test
  void theSineAndTheCosineAreTheTwoOfOnePair() {
    int[] block = {0x01234567, 0x89abcdef, 0x0f1e2d3c, 0x4b5a6978};
    float[] out = new float[4];
    GaussianTransform.normals(block, out, 0);
    for (int l = 0; l < 4; l++) {
      double exact = GaussianTransform.exactNormal(block[l & 2], block[l | 1], l & 1);
      assertEquals(exact, out[l], 1e-6);
    }
  }

  @Test
  void momentsAreThoseOfTheStandardNormal() {
    double[] moments = new double[5];
    for (float x : draws) {
      double power = 1;
      for (int k = 1; k <= 4; k++) {
        power *= x;
        moments[k] += power / N;
      }
    }
    double error = 5 / Math.sqrt(N);
    assertEquals(0, moments[1], error);
    assertEquals(1, moments[2], error * Math.sqrt(2));
    assertEquals(0, moments[3], error * Math.sqrt(15));
    assertEquals(3, moments[4], error * Math.sqrt(96));
  }

  @Test
  void neighboursAreUncorrelated() {
    for (int lag = 1; lag <= 4; lag++) {
      double sum = 0;
      double squares = 0;
      for (int i = lag; i < N; i++) {
        double x = draws[i];
        double y = draws[i - lag];
        sum += x * y;
        squares += (x * x - 1) * (y * y - 1);
      }
      assertEquals(0, sum / N, 5 / Math.sqrt(N), "lag " + lag);
      assertEquals(0, squares / N, 10 / Math.sqrt(N), "squares, lag " + lag);
    }
  }

  /** √N times the distance stays below 2.23, Kolmogorov's 0.9999 quantile. */
  @Test
  void distributionFunctionIsTheNormalOne() {
    float[] sorted = draws.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < N; i++) {
      double cdf = Elementary.normalCdf((double) sorted[i]);
      distance = Math.max(distance, Math.max(cdf - i / (double) N, (i + 1) / (double) N - cdf));
    }
    assertTrue(distance * Math.sqrt(N) < 2.23, "distance " + distance);
  }

  @Test
  void tailsHaveTheirShare() {
    for (double x : new double[] {2, 3, 4}) {
      double expected = 2 * N * Elementary.normalCdf(-x);
      long beyond = 0;
      for (float draw : draws) {
        beyond += Math.abs(draw) > x ? 1 : 0;
      }
      assertEquals(expected, beyond, 5 * Math.sqrt(expected), "beyond " + x);
    }
  }

  private static void assertPairAgrees(int first, int second) {
    long pair = GaussianTransform.pair(first, second);
    double cosine = GaussianTransform.exactNormal(first, second, 0);
    double sine = GaussianTransform.exactNormal(first, second, 1);
    double bound = 3e-7 * Math.hypot(cosine, sine);
    assertEquals(cosine, GaussianTransform.cosine(pair), bound, () -> first + ", " + second);
    assertEquals(sine, GaussianTransform.sine(pair), bound, () -> first + ", " + second);
  }
}
