package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.Schedule;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.FullGaussian;
import vae.core.distribution.HasMean;
import vae.core.distribution.LowRankGaussian;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.LinearGaussianOracle.FullQ;
import vae.models.estimator.Elbo;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.LowRank;

/**
 * Linear encoders trained on the ELBO of a linear decoder that is held as it is: the posterior is
 * known, and so is what each family of approximations must lose.
 */
final class FrozenLinearDecoderTest {

  private static final int DATA = 6;
  private static final int LATENT = 3;
  private static final int EXAMPLES = 32;
  private static final int STEPS = 6000;

  private final LinearGaussianOracle oracle = LinearGaussianOracle.rotated(DATA, LATENT, 0.6);
  private final double[][] examples =
      IntStream.range(0, EXAMPLES)
          .mapToObj(i -> oracle.draw(Key.of(72).fold(i)))
          .toArray(double[][]::new);

  private Tensor examples(Tape tape) {
    double[] flat = Arrays.stream(examples).flatMapToDouble(Arrays::stream).toArray();
    return tape.constant(Shape.of(EXAMPLES, DATA), flat);
  }

  /** Mean KL(q ‖ p(z|x)) over the examples after training, in nats. */
  private double meanDivergence(PosteriorFamily family) {
    return DoubleTape.compute(
        tape -> {
          Encoder encoder = trained(family, tape);
          tape.reset();
          Posterior q = encoder.encode(examples(tape));
          double[] means = ((HasMean) q).mean().toArray().toDoubles();
          double sum = 0;
          for (int i = 0; i < EXAMPLES; i++) {
            double[] mean = Arrays.copyOfRange(means, i * LATENT, (i + 1) * LATENT);
            FullQ full = new FullQ(mean, covariance(q, i).getData());
            sum += oracle.klToPosterior(examples[i], full);
          }
          return sum / EXAMPLES;
        });
  }

  /** All examples at every step; the decoder's weights are constants. */
  private Encoder trained(PosteriorFamily family, Tape tape) {
    Parameters parameters = Parameters.of(DType.F64, Key.of(73));
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            parameters,
            DATA,
            List.of(),
            family.parameterCount(),
            Activation.IDENTITY,
            Initialization.GLOROT_UNIFORM);
    Encoder encoder = new MlpEncoder(network, family);
    Elbo elbo = new Elbo(new Elbo.Spec(8));
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    Schedule schedule = Schedule.cosine(0.0001);
    for (int step = 0; step < STEPS; step++) {
      tape.reset();
      Key key = Key.of(74).fold(step);
      Tensor loss =
          elbo.estimate(oracle.on(tape), encoder, examples(tape), key)
              .surrogate()
              .perExample()
              .mean()
              .negate();
      tape.backward(loss);
      adam.step(tape, parameters.list(), 0.1 * schedule.factor(Elapsed.of(step, STEPS)));
    }
    return encoder;
  }

  /** Σ of one example. */
  private static RealMatrix covariance(Posterior q, int example) {
    return switch (q) {
      case DiagonalGaussian diagonal -> squares(diagonal.logDeviation(), example);
      case FullGaussian full -> gram(full.factor(), example);
      case LowRankGaussian low ->
          squares(low.logDeviation(), example).add(gram(low.factor(), example));
      default -> throw new IllegalArgumentException(q.getClass().getName());
    };
  }

  /** \(\mathrm{diag}\,\sigma^2\). */
  private static RealMatrix squares(Tensor logDeviation, int example) {
    double[] logs = logDeviation.slice(0, example, example + 1).toArray().toDoubles();
    return MatrixUtils.createRealDiagonalMatrix(
        Arrays.stream(logs).map(log -> Math.exp(2 * log)).toArray());
  }

  /** \(C C^\top\) for factors [B, m, r]. */
  private static RealMatrix gram(Tensor factors, int example) {
    int columns = factors.shape().extent(-1);
    double[] flat = factors.slice(0, example, example + 1).toArray().toDoubles();
    double[][] rows = new double[LATENT][];
    for (int i = 0; i < LATENT; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
    }
    RealMatrix factor = new Array2DRowRealMatrix(rows);
    return factor.multiply(factor.transpose());
  }

  @Test
  void fullCovarianceFindsThePosterior() {
    double kl =
        meanDivergence(
            new FullCovariance(LATENT, new FullCovariance.Spec(FullCovariance.Positive.EXP)));
    assertTrue(kl < 0.01, "KL " + kl);
  }

  /** A covariance less its smallest eigenvalue has rank m - 1 at most. */
  @Test
  void aDiagonalAndAllButOneColumnFindItToo() {
    double kl = meanDivergence(new LowRank(LATENT, new LowRank.Spec(LATENT - 1)));
    assertTrue(kl < 0.01, "KL " + kl);
  }

  /** The gap is far above the tolerance, so that the two cannot be confused. */
  @Test
  void independentCoordinatesLoseTheKnownGap() {
    assertTrue(oracle.diagonalGap() > 0.2, "gap " + oracle.diagonalGap());
    assertEquals(oracle.diagonalGap(), meanDivergence(new Diagonal(LATENT)), 0.02);
  }
}
