package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.CorrelatedGaussian;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.FullGaussian;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.MisfitException;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;
import vae.core.model.GenerativeModel;
import vae.core.model.Prior;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class TcElboTest extends EstimatorContract {

  private static final int N = 5;
  private static final int B = 3;
  private static final double[] MEANS = {-1, 0.3, 0.2, 0.9, 1.4, -0.6, 0.1, 0.1, -0.7, 1.1};
  private static final double[] LOGS = {-0.5, 0.1, -1, -0.2, 0.3, -0.8, 0, -0.4, -0.6, 0.2};
  private static final double[] DRAWS = {-0.8, 0.1, 0.4, 1.2, 0.9, -0.7, 0.5, -0.3, -0.2, 1.3};

  private static TcElbo.Spec spec(double alpha, double beta, double gamma, int samples) {
    return new TcElbo.Spec(alpha, beta, gamma, TcElbo.Sampling.STRATIFIED, samples);
  }

  @Override
  protected Estimator estimator() {
    return new TcElbo(spec(0.5, 4, 1.5, 2)).withExamples(40);
  }

  @Override
  protected int batchSize() {
    return 50;
  }

  /** Only where every weight is 1. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }

  /** log densities of draw i under posterior k: of all of z, and of coordinate j. */
  private static double logDensity(int i, int k, int... coordinates) {
    double sum = 0;
    for (int j : coordinates) {
      double u = (DRAWS[2 * i + j] - MEANS[2 * k + j]) / Math.exp(LOGS[2 * k + j]);
      sum += -0.5 * u * u - LOGS[2 * k + j] - 0.5 * Math.log(2 * Math.PI);
    }
    return sum;
  }

  /** The density of all N posteriors at draw i. */
  private static double density(int i, int... coordinates) {
    return IntStream.range(0, N).mapToDouble(k -> Math.exp(logDensity(i, k, coordinates))).sum()
        / N;
  }

  private static DiagonalGaussian posteriors(Tape tape, int... examples) {
    Tensor mean = tape.constant(Shape.of(N, 2), MEANS).gather(examples);
    return new DiagonalGaussian(mean, tape.constant(Shape.of(N, 2), LOGS).gather(examples));
  }

  private static Tensor draws(Tape tape, int... examples) {
    Tensor all = tape.constant(Shape.of(N, 2), DRAWS).gather(examples);
    return all.reshape(1, examples.length, 2);
  }

  /** Every minibatch of B different examples that example 0 is the first of. */
  private static List<int[]> minibatches() {
    return IntStream.range(1, N)
        .boxed()
        .flatMap(a -> IntStream.range(a + 1, N).mapToObj(b -> new int[] {0, a, b}))
        .toList();
  }

  /** The mean over all minibatches of a function of the estimates at draw 0. */
  private static double[] mean(
      TcElbo.Sampling sampling, BiFunction<Double, double[], double[]> function) {
    double[] sum = new double[3];
    for (int[] batch : minibatches()) {
      DoubleTape.run(
          tape -> {
            GaussianPosterior q = posteriors(tape, batch);
            Tensor z = draws(tape, batch);
            MinibatchMixture all =
                sampling == TcElbo.Sampling.WEIGHTED
                    ? MinibatchMixture.weighted(q, z, N)
                    : MinibatchMixture.stratified(q, z, N);
            double[] each = {all.logMarginals().get(0), all.logMarginals().get(1)};
            double[] values = function.apply(all.logJoint().get(0), each);
            for (int i = 0; i < sum.length; i++) {
              sum[i] += values[i];
            }
          });
    }
    return Arrays.stream(sum).map(v -> v / minibatches().size()).toArray();
  }

  private static double[] densities(double logJoint, double[] logMarginals) {
    return new double[] {Math.exp(logJoint), Math.exp(logMarginals[0]), Math.exp(logMarginals[1])};
  }

  private static double[] exact() {
    return new double[] {density(0, 0, 1), density(0, 0), density(0, 1)};
  }

  @Test
  void stratifiedSamplingIsUnbiasedForTheDensityOfAllCodes() {
    double[] mean = mean(TcElbo.Sampling.STRATIFIED, TcElboTest::densities);
    assertArrayEquals(exact(), mean, 1e-14);
  }

  /** By the mean that the paper's law of a minibatch has: q(z) stands in for B − 1 of NB. */
  @Test
  void weightedSamplingIsTooLowByAKnownMean() {
    double[] mean = mean(TcElbo.Sampling.WEIGHTED, TcElboTest::densities);
    double[] own = {
      Math.exp(logDensity(0, 0, 0, 1)), Math.exp(logDensity(0, 0, 0)), Math.exp(logDensity(0, 0, 1))
    };
    double[] exact = exact();
    for (int i = 0; i < 3; i++) {
      double others = (N * exact[i] - own[i]) / (N - 1);
      assertEquals((own[i] + (B - 1) * others) / (N * B), mean[i], 1e-14);
      assertTrue(mean[i] < exact[i]);
    }
  }

  /** Of a logarithm neither is unbiased; both are below, the weighted one by more. */
  @Test
  void logarithmsOfEitherAreTooLow() {
    BiFunction<Double, double[], double[]> logs =
        (joint, each) -> new double[] {joint, each[0], each[1]};
    double[] weighted = mean(TcElbo.Sampling.WEIGHTED, logs);
    double[] stratified = mean(TcElbo.Sampling.STRATIFIED, logs);
    double[] exact = exact();
    for (int i = 0; i < 3; i++) {
      assertTrue(weighted[i] < stratified[i] && stratified[i] < Math.log(exact[i]));
    }
  }

  /** One of the weights 1/M lessened by 1/N: the same mean, and never less variance. */
  @Test
  void equalSharesVaryLessThanThePapers() {
    int m = B - 1;
    double exact = density(0, 0, 1);
    double own = Math.exp(logDensity(0, 0, 0, 1)) / N;
    double papers = 0;
    double papersSquares = 0;
    for (int[] batch : minibatches()) {
      for (int last : new int[] {1, 2}) {
        double sum = own;
        for (int i = 1; i < B; i++) {
          double share = i == last ? (double) (N - m) / (N * m) : 1.0 / m;
          sum += share * Math.exp(logDensity(0, batch[i], 0, 1));
        }
        papers += sum;
        papersSquares += (sum - exact) * (sum - exact);
      }
    }
    int count = 2 * minibatches().size();
    assertEquals(exact, papers / count, 1e-14);
    double ours =
        mean(
            TcElbo.Sampling.STRATIFIED,
            (joint, each) -> new double[] {Math.pow(Math.exp(joint) - exact, 2), 0, 0})[0];
    assertTrue(ours < papersSquares / count, ours + " against " + papersSquares / count);
  }

  /** A minibatch of all examples is no estimate. */
  @Test
  void aStratifiedMinibatchOfAllExamplesIsExact() {
    DoubleTape.run(
        tape -> {
          int[] all = IntStream.range(0, N).toArray();
          MinibatchMixture mixture =
              MinibatchMixture.stratified(posteriors(tape, all), draws(tape, all), N);
          double[] exact =
              IntStream.range(0, N).mapToDouble(i -> Math.log(density(i, 0, 1))).toArray();
          assertArrayEquals(exact, mixture.logJoint().toArray().toDoubles(), 1e-13);
        });
  }

  /** A full covariance that is diagonal: the densities of pairs come by another way. */
  @Test
  void correlatedPosteriorsHaveTheSameMixture() {
    DoubleTape.run(
        tape -> {
          int[] batch = {4, 0, 2};
          DiagonalGaussian q = posteriors(tape, batch);
          CorrelatedGaussian full = new FullGaussian(q.mean(), factor(q));
          MinibatchMixture a = MinibatchMixture.stratified(q, draws(tape, batch), N);
          MinibatchMixture b = MinibatchMixture.stratified(full, draws(tape, batch), N);
          assertArrayEquals(
              a.logJoint().toArray().toDoubles(), b.logJoint().toArray().toDoubles(), 1e-13);
          assertArrayEquals(
              a.logMarginals().toArray().toDoubles(),
              b.logMarginals().toArray().toDoubles(),
              1e-13);
        });
  }

  private static Tensor factor(DiagonalGaussian q) {
    Tensor identity = q.mean().tape().constant(Shape.of(2, 2), 1, 0, 0, 1);
    return q.logDeviation().exp().reshape(q.mean().shape().append(Shape.of(1))).multiply(identity);
  }

  private static GenerativeModel model(Tape tape, Prior prior) {
    Tensor weight = tape.constant(Shape.of(2, 2), 0.7, -0.4, 0.2, 0.9);
    return new GenerativeModel(
        tape,
        prior,
        z -> z.linear(weight, null, Activation.TANH),
        f -> new IsotropicGaussian(f, tape.scalar(-0.5)));
  }

  private static Estimate estimate(TcElbo estimator, Tape tape, Encoder encoder) {
    Prior prior = t -> new StandardGaussian(t, 2);
    Tensor x = tape.constant(Shape.of(B, 2), 0.4, -0.2, 0.9, 1, -1, 0.3);
    return estimator.estimate(model(tape, prior), encoder, x, Key.of(3));
  }

  private static Encoder encoder(Tape tape) {
    return _ -> posteriors(tape, 1, 3, 4);
  }

  @Test
  void weightsOfOneAreTheElbo() {
    DoubleTape.run(
        tape -> {
          Estimate it = estimate(new TcElbo(spec(1, 1, 1, 3), N), tape, encoder(tape));
          assertArrayEquals(
              it.bound().orElseThrow().perExample().toArray().toDoubles(),
              it.surrogate().perExample().toArray().toDoubles(),
              1e-14);
        });
  }

  @Test
  void partsAddUpToTheRateOfTheirDraws() {
    DoubleTape.run(
        tape -> {
          Estimate it = estimate(new TcElbo(spec(1, 6, 1, 3), N), tape, encoder(tape));
          Map<String, Tensor> parts =
              it.parts().entrySet().stream()
                  .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
          Tensor sum =
              parts
                  .get("minibatch-information")
                  .add(parts.get("minibatch-total-correlation"))
                  .add(parts.get("minibatch-dimension-kl"));
          Tensor rate =
              model(tape, t -> new StandardGaussian(t, 2))
                  .rate(posteriors(tape, 1, 3, 4).draw(3, Key.of(3)));
          assertArrayEquals(rate.toArray().toDoubles(), sum.toArray().toDoubles(), 1e-13);
          Tensor expected =
              it.bound()
                  .orElseThrow()
                  .perExample()
                  .subtract(parts.get("minibatch-total-correlation").multiply(5));
          assertArrayEquals(
              expected.toArray().toDoubles(),
              it.surrogate().perExample().toArray().toDoubles(),
              1e-13);
        });
  }

  @Test
  void gradientsOfTheSurrogateAgreeWithDifferences() {
    FreeRows rows = FreeRows.of(Arrays.copyOf(MEANS, 2 * B), Arrays.copyOf(LOGS, 2 * B), 2);
    for (TcElbo.Sampling sampling : TcElbo.Sampling.values()) {
      TcElbo estimator = new TcElbo(new TcElbo.Spec(0.3, 6, 2, sampling, 2), N);
      GradientCheck.check(
          sampling.name(),
          rows.list(),
          tape -> estimate(estimator, tape, _ -> rows.on(tape)).surrogate().perExample().sum());
    }
  }

  @Test
  void priorsWhoseCoordinatesDependOnEachOtherAreRefused() {
    DoubleTape.run(
        tape -> {
          Prior conditional = t -> posteriors(t, 1, 3, 4);
          MisfitException misfit =
              assertThrows(
                  MisfitException.class,
                  () ->
                      new TcElbo(spec(1, 6, 1, 1), N)
                          .estimate(
                              model(tape, conditional),
                              encoder(tape),
                              tape.full(Shape.of(B, 2), 0),
                              Key.of(1)));
          assertTrue(misfit.fix().contains("standard-normal"), misfit.fix());
        });
  }

  @Test
  void theNumberOfExamplesMustBeKnown() {
    DoubleTape.run(
        tape ->
            assertThrows(
                IllegalStateException.class,
                () -> estimate(new TcElbo(spec(1, 6, 1, 1)), tape, encoder(tape))));
  }
}
