package vae.experiments.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.SpecException;

/** A mixture fitted to codes of known law. */
final class GaussianMixtureSamplerTest {

  private static final double[] WEIGHTS = {0.5, 0.3, 0.2};
  private static final double[][] MEANS = {{0, 0}, {6, -2}, {-5, 4}};

  /** Lower triangular, L Lᵀ = Σ. */
  private static final double[][][] FACTORS = {
    {{1, 0}, {0.5, 0.7}}, {{0.6, 0}, {-0.4, 0.9}}, {{0.8, 0}, {0, 0.5}}
  };

  /** Standard errors: one in 15,000 numbers of a normal law lies further out. */
  private static final double BOUND = 4;

  private static final Key KEY = Key.of(17);

  /** Codes of the known mixture. */
  private static NdArray known(int n) {
    double[] codes = new double[2 * n];
    float[] uniform = new float[1];
    double[] normal = new double[2];
    for (int i = 0; i < n; i++) {
      Noise.uniform(Key.of(1), i, 0, uniform, 0, 1, new int[4]);
      Noise.normal(Key.of(2), i, 0, normal, 0, 2, new int[4]);
      int c = uniform[0] < WEIGHTS[0] ? 0 : uniform[0] < WEIGHTS[0] + WEIGHTS[1] ? 1 : 2;
      for (int j = 0; j < 2; j++) {
        codes[2 * i + j] =
            MEANS[c][j] + FACTORS[c][j][0] * normal[0] + FACTORS[c][j][1] * normal[1];
      }
    }
    return NdArray.of(Shape.of(n, 2), codes);
  }

  /** Points about a ring in the first two of three coordinates: no mixture of few Gaussians. */
  private static NdArray ring(int n) {
    double[] codes = new double[3 * n];
    float[] uniform = new float[1];
    double[] normal = new double[3];
    for (int i = 0; i < n; i++) {
      Noise.uniform(Key.of(3), i, 0, uniform, 0, 1, new int[4]);
      Noise.normal(Key.of(4), i, 0, normal, 0, 3, new int[4]);
      codes[3 * i] = StrictMath.cos(2 * Math.PI * uniform[0]) + 0.1 * normal[0];
      codes[3 * i + 1] = StrictMath.sin(2 * Math.PI * uniform[0]) + 0.1 * normal[1];
      codes[3 * i + 2] = codes[3 * i] * codes[3 * i + 1] + normal[2];
    }
    return NdArray.of(Shape.of(n, 3), codes);
  }

  private static double covariance(int c, int j, int l) {
    return FACTORS[c][j][0] * FACTORS[c][l][0] + FACTORS[c][j][1] * FACTORS[c][l][1];
  }

  @Test
  void aKnownMixtureIsRecoveredWithinItsSamplingErrors() {
    int n = 6000;
    GaussianMixtureSampler fitted = GaussianMixtureSampler.fit(known(n), 3, KEY);
    assertEquals(true, fitted.description().parameters().get("converged"));
    for (int c = 0; c < 3; c++) {
      int at = nearest(fitted.means(), MEANS[c]);
      double count = WEIGHTS[c] * n;
      assertEquals(
          WEIGHTS[c],
          fitted.weights()[at],
          BOUND * Math.sqrt(WEIGHTS[c] * (1 - WEIGHTS[c]) / n),
          "weight " + c);
      for (int j = 0; j < 2; j++) {
        double error = Math.sqrt(covariance(c, j, j) / count);
        assertEquals(MEANS[c][j], fitted.means()[at][j], BOUND * error, "mean " + c);
        for (int l = 0; l < 2; l++) {
          double product = covariance(c, j, j) * covariance(c, l, l);
          double squared = covariance(c, j, l) * covariance(c, j, l);
          assertEquals(
              covariance(c, j, l),
              fitted.covariances()[at][j][l],
              BOUND * Math.sqrt((product + squared) / count),
              "covariance " + c);
        }
      }
    }
  }

  private static int nearest(double[][] means, double[] to) {
    int nearest = 0;
    for (int c = 1; c < means.length; c++) {
      if (distance(means[c], to) < distance(means[nearest], to)) {
        nearest = c;
      }
    }
    return nearest;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  @Test
  void logLikelihoodNeverFallsFromOneIterationToTheNext() {
    NdArray codes = ring(500);
    double before = Double.NEGATIVE_INFINITY;
    double first = Double.NaN;
    int rises = 0;
    for (int iterations = 1; iterations <= 30; iterations++) {
      double now = GaussianMixtureSampler.fit(codes, 4, iterations, KEY).logLikelihood();
      assertTrue(now >= before - 1e-12, "%d: %s, then %s".formatted(iterations, before, now));
      first = iterations == 1 ? now : first;
      rises += now > before ? 1 : 0;
      before = now;
    }
    assertTrue(rises > 5, "rose %d times".formatted(rises));
    assertTrue(before > first + 0.01, "from %s to %s".formatted(first, before));
  }

  @Test
  void drawsHaveTheMomentsOfTheFit() {
    int n = 20_000;
    GaussianMixtureSampler fitted = GaussianMixtureSampler.fit(ring(500), 4, KEY);
    double[][] drawn = fitted.draw(n, Key.of(5)).toRows();
    double[] mean = new double[3];
    for (int c = 0; c < 4; c++) {
      for (int j = 0; j < 3; j++) {
        mean[j] += fitted.weights()[c] * fitted.means()[c][j];
      }
    }
    for (int j = 0; j < 3; j++) {
      int first = j;
      near(mean[j], Arrays.stream(drawn).mapToDouble(z -> z[first]).toArray());
      for (int l = 0; l <= j; l++) {
        int second = l;
        double expected = 0;
        for (int c = 0; c < 4; c++) {
          double between = (fitted.means()[c][j] - mean[j]) * (fitted.means()[c][l] - mean[l]);
          expected += fitted.weights()[c] * (fitted.covariances()[c][j][l] + between);
        }
        near(
            expected,
            Arrays.stream(drawn)
                .mapToDouble(z -> (z[first] - mean[first]) * (z[second] - mean[second]))
                .toArray());
      }
    }
  }

  /** The mean of independent values is what it should be. */
  private static void near(double expected, double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    assertEquals(expected, mean, BOUND * Math.sqrt(squares) / values.length);
  }

  @Test
  void drawsAreAFunctionOfTheKeyAndALongerDrawBeginsAsAShorterOne() {
    GaussianMixtureSampler fitted = GaussianMixtureSampler.fit(known(300), 2, KEY);
    double[] few = fitted.draw(5, Key.of(1)).toDoubles();
    double[] many = fitted.draw(50, Key.of(1)).toDoubles();
    assertArrayEquals(few, Arrays.copyOf(many, few.length));
    assertFalse(Arrays.equals(few, fitted.draw(5, Key.of(2)).toDoubles()));
  }

  @Test
  void aFitIsAFunctionOfTheCodesAndTheKey() {
    GaussianMixtureSampler first = GaussianMixtureSampler.fit(ring(400), 4, KEY);
    GaussianMixtureSampler again = GaussianMixtureSampler.fit(ring(400), 4, KEY);
    assertArrayEquals(first.weights(), again.weights());
    assertArrayEquals(first.draw(9, KEY).toDoubles(), again.draw(9, KEY).toDoubles());
  }

  @Test
  void theFitFollowsShiftedAndScaledCodes() {
    NdArray codes = known(1000);
    NdArray moved = codes.copy();
    for (int i = 0; i < 1000; i++) {
      moved.set(2 * i, 1024 * codes.get(2 * i) - 4096);
    }
    double[] z = GaussianMixtureSampler.fit(codes, 3, KEY).draw(10, KEY).toDoubles();
    double[] y = GaussianMixtureSampler.fit(moved, 3, KEY).draw(10, KEY).toDoubles();
    for (int i = 0; i < 10; i++) {
      assertEquals(1024 * z[2 * i] - 4096, y[2 * i], 1e-6);
      assertEquals(z[2 * i + 1], y[2 * i + 1], 1e-9);
    }
  }

  @Test
  void oneComponentIsTheGaussianOfTheSampleMoments() {
    NdArray codes = ring(300);
    GaussianMixtureSampler fitted = GaussianMixtureSampler.fit(codes, 1, KEY);
    double[][] rows = codes.toRows();
    for (int j = 0; j < 3; j++) {
      int at = j;
      double mean = Arrays.stream(rows).mapToDouble(z -> z[at]).average().orElseThrow();
      double square =
          Arrays.stream(rows).mapToDouble(z -> (z[at] - mean) * (z[at] - mean)).average().orElse(0);
      assertEquals(mean, fitted.means()[0][j], 1e-12);
      assertEquals(square, fitted.covariances()[0][j][j], 1e-12);
    }
  }

  @Test
  void drawsHaveTheTypeOfTheCodes() {
    NdArray codes = known(100);
    NdArray single = NdArray.zeros(DType.F32, codes.shape());
    for (int i = 0; i < 200; i++) {
      single.set(i, codes.get(i));
    }
    assertEquals(DType.F64, GaussianMixtureSampler.fit(codes, 2, KEY).draw(1, KEY).type());
    assertEquals(DType.F32, GaussianMixtureSampler.fit(single, 2, KEY).draw(1, KEY).type());
  }

  @Test
  void codesOfSeveralDrawsAreTakenAsOneSample() {
    NdArray codes = known(300);
    NdArray draws = NdArray.of(Shape.of(3, 100, 2), codes.toDoubles());
    double[] flat = GaussianMixtureSampler.fit(codes, 2, KEY).draw(5, KEY).toDoubles();
    assertArrayEquals(flat, GaussianMixtureSampler.fit(draws, 2, KEY).draw(5, KEY).toDoubles());
    NdArray vector = NdArray.of(Shape.of(600), codes.toDoubles());
    assertThrows(IllegalArgumentException.class, () -> GaussianMixtureSampler.fit(vector, 2, KEY));
  }

  @Test
  void aFitSaysThatItsBitsAreALibrarys() {
    LatentSampler fitted = GaussianMixtureSampler.fit(known(100), 2, KEY);
    assertEquals("gaussian-mixture", fitted.description().name());
    assertFalse(fitted.description().definedBits());
    assertEquals(2, fitted.latentSize());
    assertEquals(2, fitted.description().parameters().get("components"));
    assertEquals(100, fitted.description().parameters().get("codes"));
  }

  private static void refused(String message, NdArray codes, int components) {
    SpecException refusal =
        assertThrows(SpecException.class, () -> GaussianMixtureSampler.fit(codes, components, KEY));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void codesThatAreNotFiniteAreRefused() {
    NdArray codes = known(100);
    codes.set(33, Double.NaN);
    refused(
        """
        codes: expected finite numbers, got NaN in coordinate 1 of code 16
        The encoder did not make a finite code of this example: look at the run's training.\
        """,
        codes,
        2);
  }

  @Test
  void moreComponentsThanCodesCanHoldAreRefused() {
    String fix = "Take fewer components or more codes, or the sampler two-stage.";
    refused(
        "components: expected from 1 to 10 for 30 codes of 2 coordinates, got 11\n" + fix,
        known(30),
        11);
    refused(
        "components: expected from 1 to 10 for 30 codes of 2 coordinates, got 0\n" + fix,
        known(30),
        0);
    refused("components: expected at least 3 codes of 2 coordinates, got 2\n" + fix, known(2), 1);
  }

  @Test
  void codesOfOneCoordinateAreRefused() {
    refused(
        """
        sampler: gaussian-mixture needs codes of 2 to 256 coordinates, got 1
        Take the sampler prior or two-stage.\
        """,
        NdArray.of(Shape.of(4, 1), new double[] {1, 2, 3, 4}),
        1);
  }

  @Test
  void aConstantCoordinateIsRefused() {
    NdArray codes = known(100);
    for (int i = 0; i < 100; i++) {
      codes.set(2 * i + 1, 0.3);
    }
    refused(
        """
        codes: expected coordinates that vary, got coordinate 1, which is 0.3 in every code
        Sample from the prior, or train with fewer latent coordinates.\
        """,
        codes,
        2);
  }

  @Test
  void aComponentThatCollapsesIsRefused() {
    NdArray codes = known(100);
    for (int i = 0; i < 30; i++) { // one code thirty times, far from the others
      codes.set(2 * i, 100);
      codes.set(2 * i + 1, 100);
    }
    refused(
        """
        components: one of 2 components became singular: its codes lie in fewer dimensions than z\
        , or too far from the others
        Take fewer components, or the sampler two-stage.\
        """,
        codes,
        2);
  }

  @Test
  void coordinatesThatDependOnEachOtherAreRefused() {
    NdArray codes = known(100);
    for (int i = 0; i < 100; i++) {
      codes.set(2 * i + 1, 2 * codes.get(2 * i) - 1);
    }
    refused(
        """
        components: one of 1 components became singular: its codes lie in fewer dimensions than z\
        , or too far from the others
        Take fewer components, or the sampler two-stage.\
        """,
        codes,
        1);
  }

  @Test
  void moreDrawsThanTheHeapHoldsAreRefusedBeforeTheyAreMade() {
    LatentSampler fitted = GaussianMixtureSampler.fit(known(100), 2, KEY);
    long most = Math.min(Runtime.getRuntime().maxMemory() / 64, Integer.MAX_VALUE) / 2;
    for (int n : new int[] {Integer.MAX_VALUE, 0, -1}) {
      SpecException refusal = assertThrows(SpecException.class, () -> fitted.draw(n, KEY));
      assertEquals(
          """
          n: expected from 1 to %d codes of 2 numbers, which fit the heap, got %d
          Take fewer, or run with a larger heap (JAVA_TOOL_OPTIONS=-Xmx16g).\
          """
              .formatted(most, n),
          refusal.getMessage());
    }
  }
}
