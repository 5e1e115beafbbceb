package vae.experiments.imputation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.model.Batch;
import vae.core.model.Encoder;
import vae.experiments.run.SmallRun;
import vae.experiments.training.Model;
import vae.experiments.training.optimizer.AdamOptimizer;
import vae.models.estimator.Elbo;
import vae.models.prior.StandardNormal;

/** A linear Gaussian model, of which missing values have exact conditionals. */
final class ImputationTest {

  private static final double[][] W = {{1, 0.5}, {-0.8, 0.6}, {0.3, -1.1}, {0.9, 0.9}, {-0.4, 0.2}};
  private static final double[] B = {0.2, -0.5, 1, 0, 0.3};
  private static final double SIGMA = 1;
  private static final int D = 5;
  private static final Key KEY = Key.of(11);

  private static KernelSet kernels;

  @BeforeAll
  static void start() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  /**
   * A posterior that knows nothing of x: weights are uneven, and a few outliers live on some
   * samples.
   */
  private static final Encoder PRIOR =
      x -> {
        Shape shape = Shape.of(x.shape().extent(0), 2);
        return new DiagonalGaussian(x.tape().full(shape, 0.1), x.tape().full(shape, 0));
      };

  private static Model model() {
    return model(SIGMA, PRIOR);
  }

  private static Model model(double sigma, Encoder encoder) {
    double[] transposed = new double[2 * D];
    for (int i = 0; i < transposed.length; i++) {
      transposed[i] = W[i % D][i / D];
    }
    return new Model(
        new StandardNormal(2),
        encoder,
        z -> {
          Tensor weight = z.tape().constant(Shape.of(2, D), transposed);
          return z.linear(weight, z.tape().constant(Shape.of(D), B), Activation.IDENTITY);
        },
        f -> new IsotropicGaussian(f, f.tape().scalar(Math.log(sigma))),
        new Elbo(new Elbo.Spec(1)),
        AdamOptimizer.constant(0.001),
        Parameters.of(DType.F64, Key.of(1)));
  }

  /** Draws of the model by Java's own arithmetic; one or two of five values are missing. */
  private static Batch batch(long... identities) {
    return batch(SIGMA, identities);
  }

  private static Batch batch(double sigma, long... identities) {
    int n = identities.length;
    double[] x = new double[n * D];
    double[] observed = new double[n * D];
    double[] noise = new double[2 + D];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(5), identities[i], 0, noise, 0, noise.length, new int[4]);
      for (int j = 0; j < D; j++) {
        boolean missing = j == identities[i] % D || j == identities[i] % 7 % D;
        observed[i * D + j] = missing ? 0 : 1;
        double value = W[j][0] * noise[0] + W[j][1] * noise[1] + B[j] + sigma * noise[2 + j];
        x[i * D + j] = missing ? 0 : value;
      }
    }
    Shape shape = Shape.of(n, D);
    return new Batch(
        NdArray.of(shape, x),
        Optional.empty(),
        Optional.of(NdArray.of(shape, observed)),
        identities);
  }

  private static ConditionalGaussian exact(Batch batch, int i) {
    return exact(SIGMA, batch, i);
  }

  private static ConditionalGaussian exact(double sigma, Batch batch, int i) {
    boolean[] known = new boolean[D];
    for (int j = 0; j < D; j++) {
      known[j] = batch.observed().orElseThrow().get(i * D + j) == 1;
    }
    return ConditionalGaussian.of(W, B, sigma, batch.x().toRows()[i], known);
  }

  /**
   * How means differ from the exact ones, in standard errors.
   *
   * @param without how many means have no error
   */
  private record Differences(double[] inErrors, int without) {

    static Differences of(double sigma, Batch batch, Imputation imputation) {
      Imputation.Estimate estimate = imputation.estimate();
      double[] effective = imputation.effectiveSizes();
      DoubleStream.Builder differences = DoubleStream.builder();
      int without = 0;
      for (int i = 0; i < effective.length; i++) {
        ConditionalGaussian exact = exact(sigma, batch, i);
        for (int k = 0; k < exact.missing().length; k++) {
          int at = i * D + exact.missing()[k];
          double error = estimate.standardError().get(at);
          assertEquals(effective[i] < 10, Double.isNaN(error), "an error of " + effective[i]);
          if (Double.isNaN(error)) {
            without++;
          } else {
            differences.add((estimate.mean().get(at) - exact.mean().getEntry(k)) / error);
          }
        }
      }
      return new Differences(differences.build().toArray(), without);
    }

    double largest(int first) {
      return Arrays.stream(inErrors).limit(first).map(Math::abs).max().orElseThrow();
    }

    double meanSquare() {
      return Arrays.stream(inErrors).map(each -> each * each).average().orElseThrow();
    }
  }

  /** The first 15 means within three standard errors each, and all as their errors say. */
  @Test
  void meansAreWithinTheirErrorsOfTheExactConditional() {
    Batch batch = batch(LongStream.range(0, 200).toArray());
    Imputation imputation = Imputation.of(model(), batch, 2000, KEY, kernels);
    Differences differences = Differences.of(SIGMA, batch, imputation);
    assertTrue(differences.largest(15) < 3, () -> "off by " + differences.largest(15));
    assertTrue(differences.inErrors().length > 300);
    // Coordinates of an example share its samples: as few as the examples are independent.
    assertEquals(1, differences.meanSquare(), 5 * Math.sqrt(2.0 / 200));
    for (double size : imputation.effectiveSizes()) {
      assertTrue(size > 2 && size < 1900, "effective size " + size);
    }
  }

  /** Sharp observations: the prior hits few of the posteriors, and by luck. */
  @ParameterizedTest
  @ValueSource(doubles = {0.4, 0.1})
  void anErrorIsGivenWhereEnoughSamplesCarryTheMean(double sigma) {
    Batch batch = batch(sigma, LongStream.range(0, 200).toArray());
    Imputation imputation = Imputation.of(model(sigma, PRIOR), batch, 1500, KEY, kernels);
    Differences differences = Differences.of(sigma, batch, imputation);
    assertTrue(differences.without() > 3, () -> differences.without() + " without an error");
    assertTrue(differences.inErrors().length > 100);
    // With ten effective samples the error itself is known to a quarter or so.
    assertEquals(1, differences.meanSquare(), 5 * Math.sqrt(2.0 / 100));
    assertTrue(imputation.warning().orElseThrow().contains("effective samples"));
  }

  @Test
  void fewEffectiveSamplesAreWarnedOf() {
    Batch batch = batch(0.1, 0, 1, 2);
    Imputation few = Imputation.of(model(0.1, PRIOR), batch, 100, KEY, kernels);
    assertEquals(
        "3 of 3 examples with missing values have fewer than 10 effective samples, the fewest 1.5"
            + " of 100: their imputed values have no standard error; take more samples, or an"
            + " encoder that is nearer to the posterior",
        few.warning().orElseThrow());
  }

  /** Its samples miss what the posterior holds: they agree with each other, and are all wrong. */
  @Test
  void aPosteriorThatIsTooNarrowIsWarnedOf() {
    Encoder narrow =
        x -> {
          Shape shape = Shape.of(x.shape().extent(0), 2);
          return new DiagonalGaussian(x.tape().full(shape, 0), x.tape().full(shape, -0.8));
        };
    Imputation imputation =
        Imputation.of(model(3, narrow), batch(3.0, 1, 2, 3, 4), 1000, KEY, kernels);
    assertTrue(Arrays.stream(imputation.effectiveSizes()).allMatch(size -> size > 10));
    String warning = imputation.warning().orElseThrow();
    assertTrue(
        warning.startsWith(
            "3 of 4 examples with missing values have weights with a Pareto k above 0.67: "),
        warning);
  }

  /** Nothing known but the noise: the prior is the posterior, and all weights are equal. */
  @Test
  void samplesOfThePosteriorItselfNeedNoWarning() {
    Batch whole = batch(SIGMA, 4, 5);
    NdArray known = NdArray.zeros(DType.F64, Shape.of(2, D));
    Batch batch = new Batch(whole.x(), Optional.empty(), Optional.of(known), whole.identities());
    Encoder prior =
        x -> {
          Shape shape = Shape.of(x.shape().extent(0), 2);
          return new DiagonalGaussian(x.tape().full(shape, 0), x.tape().full(shape, 0));
        };
    Imputation imputation = Imputation.of(model(SIGMA, prior), batch, 400, KEY, kernels);
    assertArrayEquals(new double[] {400, 400}, imputation.effectiveSizes(), 1e-6);
    assertEquals(Optional.empty(), imputation.warning());
  }

  @Test
  void nothingIsImputedWhereNoSampleHasAWeight() {
    Batch batch = batch(3);
    batch.x().set(0, 1e200);
    Imputation imputation = Imputation.of(model(), batch, 50, KEY, kernels);
    assertTrue(Double.isNaN(imputation.effectiveSizes()[0]));
    assertTrue(Double.isNaN(imputation.mean().get(3)));
    assertTrue(Double.isNaN(imputation.draws(2).get(3)));
    assertTrue(imputation.warning().orElseThrow().contains("the fewest NaN of 50"));
    assertEquals(1e200, imputation.draws(2).get(0));
  }

  @Test
  void knownValuesStayAsTheyAre() {
    Batch batch = batch(3, 8, 9);
    Imputation imputation = Imputation.of(model(), batch, 50, KEY, kernels);
    Imputation.Estimate estimate = imputation.estimate();
    NdArray completed = imputation.draws(3);
    assertEquals(Shape.of(3, 3, D), completed.shape());
    int missing = 0;
    for (int i = 0; i < 3 * D; i++) {
      if (batch.observed().orElseThrow().get(i) == 1) {
        assertEquals(batch.x().get(i), estimate.mean().get(i));
        assertEquals(0, estimate.standardError().get(i));
        assertEquals(batch.x().get(i), completed.get(i + 3 * D));
      } else {
        missing++;
        assertTrue(estimate.standardError().get(i) > 0);
        assertTrue(completed.get(i) != completed.get(i + 3 * D), "draws differ");
      }
    }
    assertTrue(missing > 3);
  }

  /** Mean and covariance of completed data against the exact conditional's. */
  @Test
  void drawsHaveTheConditionalCovariance() {
    Batch batch = batch(8); // 1 and 3 are missing
    Imputation imputation = Imputation.of(model(), batch, 20_000, KEY, kernels);
    int m = 4000;
    double[][] drawn = NdArray.of(Shape.of(m, D), imputation.draws(m).toDoubles()).toRows();
    ConditionalGaussian exact = exact(batch, 0);
    assertArrayEquals(new int[] {1, 3}, exact.missing());
    // Draws repeat the samples, whose number counts by their weights.
    double effective = 1 / (1.0 / m + 1 / imputation.effectiveSizes()[0]);
    for (int k = 0; k < 2; k++) {
      int a = exact.missing()[k];
      double[] column = Arrays.stream(drawn).mapToDouble(row -> row[a]).toArray();
      double variance = exact.covariance().getEntry(k, k);
      double mean = Arrays.stream(column).average().orElseThrow();
      assertEquals(exact.mean().getEntry(k), mean, 5 * Math.sqrt(variance / effective));
      for (int l = 0; l < 2; l++) {
        int b = exact.missing()[l];
        double other = Arrays.stream(drawn).mapToDouble(row -> row[b]).average().orElseThrow();
        double covariance =
            Arrays.stream(drawn)
                .mapToDouble(row -> (row[a] - mean) * (row[b] - other))
                .average()
                .orElseThrow();
        double expected = exact.covariance().getEntry(k, l);
        double scale =
            exact.covariance().getEntry(k, k) * exact.covariance().getEntry(l, l)
                + expected * expected;
        assertEquals(expected, covariance, 5 * Math.sqrt(scale / effective));
      }
    }
  }

  @Test
  void anExampleIsImputedAloneAsInItsBatch() {
    Model model = model();
    Imputation all = Imputation.of(model, batch(20, 21, 22, 23), 600, KEY, kernels);
    Imputation some = Imputation.of(model, batch(22, 20), 600, KEY, kernels);
    assertArrayEquals(all.mean().toRows()[2], some.mean().toRows()[0]);
    assertArrayEquals(all.mean().toRows()[0], some.mean().toRows()[1]);
    double[] first = all.draws(2).toDoubles();
    double[] second = some.draws(2).toDoubles();
    for (int j = 0; j < D; j++) {
      assertEquals(first[2 * D + j], second[j]);
      assertEquals(first[(4 + 2) * D + j], second[2 * D + j]);
    }
  }

  /** The mean of a coordinate of n examples: Rubin's variance covers what imputation adds. */
  @Test
  void pooledAnalysesKnowWhatIsMissing() {
    Pooled pooled = Pooled.of(new double[] {1, 2, 3}, new double[] {0.5, 0.7, 0.3});
    assertEquals(2, pooled.estimate(), 1e-15);
    assertEquals(0.5, pooled.within(), 1e-15);
    assertEquals(1, pooled.between(), 1e-15);
    assertEquals(0.5 + 4 / 3.0, pooled.total(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> Pooled.of(new double[1], new double[1]));
  }

  @Test
  void aBatchWithoutAMaskIsRefused() {
    Batch whole = Batch.of(NdArray.zeros(DType.F64, Shape.of(2, D)));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> Imputation.of(model(), whole, 10, KEY, kernels));
    assertEquals("batch: expected a mask of what is known, got none", refused.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Imputation.of(model(), batch(1), 0, KEY, kernels));
  }
}
