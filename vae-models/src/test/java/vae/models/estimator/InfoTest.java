package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;
import vae.core.model.GenerativeModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.MonteCarlo;
import vae.core.spec.SpecException;
import vae.models.estimator.MaximumMeanDiscrepancy.Kernel;

final class InfoTest extends EstimatorContract {

  private static final double[] MEANS = {-1, 0.3, 0.2, 0.9, 1.4, -0.6};
  private static final double[] LOGS = {-0.5, 0.1, -1, -0.2, 0.3, -0.8};
  private static final double[] X = {0.4, -0.2, 0.9, 1, -1, 0.3};
  private static final Shape ROWS = Shape.of(3, 2);
  private static final double SIGMA = 0.6;

  @Override
  protected Estimator estimator() {
    return new Info(new Info.Spec(0.5, 4, Kernel.GAUSSIAN, 0.8, 2));
  }

  @Override
  protected int batchSize() {
    return 50;
  }

  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }

  /** By the definition, pair by pair. */
  private static double naive(Kernel kernel, double scale, double[][] a, double[][] b) {
    int n = a.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          sum += (k(kernel, scale, a[i], a[j]) + k(kernel, scale, b[i], b[j])) / n / (n - 1);
        }
        sum -= 2 * k(kernel, scale, a[i], b[j]) / n / n;
      }
    }
    return sum;
  }

  private static double k(Kernel kernel, double scale, double[] a, double[] b) {
    double squares = 0;
    for (int j = 0; j < a.length; j++) {
      squares += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return switch (kernel) {
      case INVERSE_MULTIQUADRATIC -> scale / (scale + squares);
      case GAUSSIAN -> Math.exp(-squares / scale);
    };
  }

  @Test
  void theDiscrepancyIsThatOfADoubleLoop() {
    for (Kernel kernel : Kernel.values()) {
      DoubleTape.run(
          tape -> {
            Tensor a = tape.normal(Key.of(1), Shape.of(2, 5, 3));
            Tensor b = tape.normal(Key.of(2), Shape.of(2, 5, 3)).add(0.5);
            Tensor squared = new MaximumMeanDiscrepancy(kernel, 4.5).between(a, b);
            assertEquals(Shape.of(2), squared.shape());
            for (int l = 0; l < 2; l++) {
              double expected = naive(kernel, 4.5, rows(a, l), rows(b, l));
              assertEquals(expected, squared.get(l), 1e-14);
            }
          });
    }
  }

  private static double[][] rows(Tensor z, int l) {
    int n = z.shape().extent(1);
    return z.slice(0, l, l + 1).reshape(n, z.shape().extent(2)).toArray().toRows();
  }

  /** Within one law its mean is 0: five standard errors of 2000 pairs of samples of four. */
  @Test
  void theDiscrepancyOfOneLawIsZeroInTheMean() {
    DoubleTape.run(
        tape -> {
          Shape shape = Shape.of(2000, 4, 2);
          Tensor a = tape.normal(Key.of(3), shape);
          Tensor b = tape.normal(Key.of(4), shape);
          MaximumMeanDiscrepancy mmd = new MaximumMeanDiscrepancy(Kernel.GAUSSIAN, 4);
          MonteCarlo.of(mmd.between(a, b)).assertMean("MMD² of one law", 0);
          assertTrue(mmd.between(a, b.add(1)).mean().item() > 0.1);
        });
  }

  private static GenerativeModel model(Tape tape) {
    return new GenerativeModel(
        tape,
        t -> new StandardGaussian(t, 2),
        z -> z.tanh(),
        f -> new IsotropicGaussian(f, tape.scalar(Math.log(SIGMA))));
  }

  private static Estimate estimate(Info.Spec spec, Tape tape, Posterior q, long... rows) {
    return new Info(spec)
        .estimate(model(tape), _ -> q, tape.constant(ROWS, X), Key.of(7).rows(rows));
  }

  private static DiagonalGaussian posterior(Tape tape) {
    return new DiagonalGaussian(tape.constant(ROWS, MEANS), tape.constant(ROWS, LOGS));
  }

  /**
   * At α = 1, in units of the squared error, the surrogate is the objective of algorithm 2 of
   * Tolstikhin et al. (2018) with their λ = 2σ² of ours.
   */
  @Test
  void atAlphaOneItIsAWassersteinAutoEncoder() {
    Info.Spec spec = new Info.Spec(1, 7, Kernel.INVERSE_MULTIQUADRATIC, 1, 1);
    DoubleTape.run(
        tape -> {
          Estimate it = estimate(spec, tape, posterior(tape), 4, 9, 2);
          Key key = Key.of(7).rows(new long[] {4, 9, 2});
          double[][] z = rows(posterior(tape).draw(1, key).z(), 0);
          Tensor drawn = new StandardGaussian(tape, 2).draw(3, key.fold("prior")).z();
          double squaredError = 0;
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
              double error = X[2 * i + j] - Math.tanh(z[i][j]);
              squaredError += error * error / 3;
            }
          }
          double scale = 2 * 2 * 1.0 * 1.0;
          double penalty = naive(Kernel.INVERSE_MULTIQUADRATIC, scale, z, drawn.toArray().toRows());
          double units = 2 * SIGMA * SIGMA;
          double wae = squaredError + units * 7 * penalty;
          double constant = Math.log(2 * Math.PI * SIGMA * SIGMA);
          double ours = -units * (it.surrogate().perExample().mean().item() + constant);
          assertEquals(wae, ours, 1e-13);
          assertTrue(Math.abs(penalty) > 0.01, "there is a penalty: " + penalty);
        });
  }

  /** The other end: without penalty the weight of the rate is 1. */
  @Test
  void atAlphaZeroAndLambdaOneItIsTheElbo() {
    DoubleTape.run(
        tape -> {
          Info.Spec spec = new Info.Spec(0, 1, Kernel.GAUSSIAN, 1, 2);
          Estimate it = estimate(spec, tape, posterior(tape), 0, 1, 2);
          assertArrayEquals(
              it.bound().orElseThrow().perExample().toArray().toDoubles(),
              it.surrogate().perExample().toArray().toDoubles(),
              1e-14);
        });
  }

  /** There the prior would learn from nothing: its draws are held, and the rate weighs 0. */
  @Test
  void aLearnedPriorIsRefusedAtAlphaOneAlone() {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    Parameter free = all.create("prior", Shape.of(2), Initializer.constant(0.1));
    DoubleTape.run(
        tape -> {
          GenerativeModel p =
              new GenerativeModel(
                  tape,
                  t -> new DiagonalGaussian(t.parameter(free), t.full(Shape.of(2), 0)),
                  z -> z.tanh(),
                  f -> new IsotropicGaussian(f, tape.scalar(0)));
          Tensor x = tape.constant(ROWS, X);
          new Info(new Info.Spec(0.9, 7, Kernel.GAUSSIAN, 1, 1))
              .estimate(p, _ -> posterior(tape), x, Key.of(1));
          Info wae = new Info(new Info.Spec(1, 7, Kernel.GAUSSIAN, 1, 1));
          MisfitException misfit =
              assertThrows(
                  MisfitException.class, () -> wae.estimate(p, _ -> posterior(tape), x, Key.of(1)));
          assertTrue(misfit.fix().contains("standard-normal"), misfit.fix());
        });
  }

  @Test
  void gradientsOfTheSurrogateAgreeWithDifferences() {
    FreeRows rows = FreeRows.of(MEANS, LOGS, 2);
    for (Kernel kernel : Kernel.values()) {
      GradientCheck.check(
          kernel.name(),
          rows.list(),
          tape ->
              estimate(new Info.Spec(0.4, 9, kernel, 0.7, 2), tape, rows.on(tape), 0, 1, 2)
                  .surrogate()
                  .perExample()
                  .sum());
    }
  }

  @Test
  void weightsThatRewardWhatTheyShouldPunishAreRefused() {
    SpecException alpha =
        assertThrows(SpecException.class, () -> new Info.Spec(1.5, 10, Kernel.GAUSSIAN, 1, 1));
    assertEquals("alpha", alpha.path());
    SpecException lambda =
        assertThrows(SpecException.class, () -> new Info.Spec(-2, 1, Kernel.GAUSSIAN, 1, 1));
    assertEquals("lambda", lambda.path());
  }
}
