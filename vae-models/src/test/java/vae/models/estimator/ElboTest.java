package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;
import vae.core.model.GenerativeModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.LinearGaussianOracle.DiagonalQ;
import vae.core.oracle.MonteCarlo;

final class ElboTest extends EstimatorContract {

  private static final int COPIES = 20_000;

  @Override
  protected Estimator estimator() {
    return new Elbo(new Elbo.Spec(2));
  }

  private static Encoder constantly(DiagonalQ q) {
    return x -> {
      int m = q.mean().length;
      Shape shape = Shape.of(x.shape().extent(0), m);
      double[] logs = Arrays.stream(q.deviation()).map(Math::log).toArray();
      return new DiagonalGaussian(
          x.tape().constant(Shape.of(m), q.mean()).broadcastTo(shape),
          x.tape().constant(Shape.of(m), logs).broadcastTo(shape));
    };
  }

  /** Estimates for copies of one example, each with its own noise. */
  private static MonteCarlo estimates(
      LinearGaussianOracle oracle, double[] x, DiagonalQ q, int samples) {
    return DoubleTape.compute(
        tape -> {
          Tensor copies =
              tape.constant(Shape.of(1, x.length), x).broadcastTo(Shape.of(COPIES, x.length));
          Estimate estimate =
              new Elbo(new Elbo.Spec(samples))
                  .estimate(oracle.on(tape), constantly(q), copies, Key.of(81));
          return MonteCarlo.of(estimate.bound().orElseThrow().perExample());
        });
  }

  /** The mean of estimates is the ELBO, and log p(x) is the ELBO plus KL(q ‖ p(z|x)). */
  @Test
  void theMeanIsTheExactElbo() {
    for (int seed = 1; seed <= 3; seed++) {
      LinearGaussianOracle oracle = LinearGaussianOracle.random(5, 3, 0.6, Key.of(seed));
      double[] x = oracle.draw(Key.of(seed));
      DiagonalQ best = oracle.bestDiagonal(x);
      DiagonalQ other = new DiagonalQ(new double[] {0.2, -0.1, 0.4}, new double[] {0.5, 0.3, 0.9});
      for (DiagonalQ q : new DiagonalQ[] {best, other}) {
        MonteCarlo elbo = estimates(oracle, x, q, 1);
        elbo.assertMean("ELBO", oracle.elbo(x, q));
        elbo.assertMean("log p(x) − KL", oracle.logEvidence(x) - oracle.klToPosterior(x, q));
      }
    }
  }

  @Test
  void theVarianceFallsAsOneOverTheSamples() {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(5, 2, 0.6, Key.of(4));
    double[] x = oracle.draw(Key.of(4));
    DiagonalQ q = oracle.bestDiagonal(x);
    double one = estimates(oracle, x, q, 1).standardError();
    double nine = estimates(oracle, x, q, 9).standardError();
    assertEquals(3, one / nine, 0.15);
  }

  /**
   * The squared-error loss \(J_1 = \lVert x - f(z) \rVert^2 + \sigma^2 (\lVert\mu\rVert^2 +
   * \lVert\sigma_q\rVert^2 - 2 \cdot 1^\top \log\sigma_q)\) with one draw is \(-2\sigma^2\) times
   * the estimate, apart from constants of the model.
   */
  @Test
  void theSquaredErrorLossIsAnAffineFunctionOfTheOneSampleBound() {
    int d = 4;
    double sigma = 0.3;
    DiagonalQ q = new DiagonalQ(new double[] {0.5, -1}, new double[] {0.2, 0.8});
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(Shape.of(1, d), 0.1, 0.2, -0.3, 1);
          GenerativeModel p =
              new GenerativeModel(
                  tape,
                  t -> new StandardGaussian(t, 2),
                  z -> Tensor.concat(-1, z.tanh(), z.square()),
                  f -> new IsotropicGaussian(f, tape.scalar(Math.log(sigma))));
          Key key = Key.of(82);
          Estimate estimate = new Elbo(new Elbo.Spec(1)).estimate(p, constantly(q), x, key);
          Tensor z = constantly(q).encode(x).draw(1, key).z();
          double error = p.likelihood(z).mean().subtract(x).square().sum().item();
          double loss = error;
          for (int j = 0; j < 2; j++) {
            double s = q.deviation()[j];
            loss += sigma * sigma * (q.mean()[j] * q.mean()[j] + s * s - 2 * Math.log(s));
          }
          double variance = sigma * sigma;
          double affine =
              -2 * variance * estimate.bound().orElseThrow().perExample().item()
                  - d * variance * Math.log(2 * Math.PI * variance)
                  + 2 * variance;
          assertEquals(loss, affine, 1e-12);
        });
  }

  @Test
  void ratesAndDistortionsAreReported() {
    DoubleTape.run(
        tape -> {
          LinearGaussianOracle oracle = LinearGaussianOracle.aligned(4, 2, 0.5);
          double[] x = oracle.draw(Key.of(5));
          Estimate estimate =
              estimator()
                  .estimate(
                      oracle.on(tape),
                      constantly(oracle.bestDiagonal(x)),
                      tape.constant(Shape.of(1, 4), x),
                      Key.of(83));
          assertTrue(estimate.rate().orElseThrow().item() > 0);
          assertTrue(Double.isFinite(estimate.distortion().orElseThrow().item()));
        });
  }
}
