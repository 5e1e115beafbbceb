package vae.experiments.evaluation.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.Encoder;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.HandMade;
import vae.experiments.evaluation.Measurements;
import vae.experiments.training.Model;

/** The exact posterior is calibrated; shifted, wide and narrow ones are not. */
final class CalibrationTest {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);

  /** Columns that are orthogonal: the diagonal posterior is exact. */
  private static final double[][] W = {{1.5, 0.2}, {-1.5, 0.2}, {0, 0.6}};

  private static final double[] B = {0.1, -0.2, 0.3};
  private static final double SIGMA = 0.4;
  private static final Calibration.Spec SPEC = new Calibration.Spec(600, 99, 20, 99);

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Model exact() {
    return HandMade.linear(W, B, SIGMA, 1);
  }

  /** The exact posterior moved by a share of its deviation and widened. */
  private static Model changed(double shift, double stretch) {
    Model exact = exact();
    Encoder encoder =
        x -> {
          DiagonalGaussian q = (DiagonalGaussian) exact.encoder().encode(x);
          return new DiagonalGaussian(
              q.mean().add(q.logDeviation().exp().multiply(shift)),
              q.logDeviation().add(StrictMath.log(stretch)));
        };
    return new Model(
        exact.prior(),
        encoder,
        exact.decoder(),
        exact.likelihood(),
        exact.estimator(),
        exact.optimizer(),
        exact.parameters());
  }

  /** Draws of the model N(b, W Wᵀ + σ² I), a factor times. */
  private static float[][] rows(int n, double factor) {
    float[][] rows = new float[n][3];
    double[] noise = new double[5];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(5), i, 0, noise, 0, 5, new int[4]);
      for (int j = 0; j < 3; j++) {
        double x = B[j] + W[j][0] * noise[0] + W[j][1] * noise[1] + SIGMA * noise[2 + j];
        rows[i][j] = (float) (factor * x);
      }
    }
    return rows;
  }

  private static double ranks(Model model) {
    return measured(model, rows(200, 1)).values().get("test/calibration-ranks-p").value();
  }

  private static Measurements measured(Model model, float[][] rows) {
    return HandMade.measured(new Calibration(SPEC), model, rows, 1, KERNELS);
  }

  @Test
  void theExactPosteriorIsCalibrated() {
    Measurements out = measured(exact(), rows(200, 1));
    double p = out.values().get("test/calibration-ranks-p").value();
    assertTrue(p > 0.01, () -> "p = " + p);
    double[] histogram = out.arrays().get("calibration-ranks-p.histogram").doubles();
    double sum = 0;
    for (double count : histogram) {
      sum += count;
    }
    assertEquals(2.0 * SPEC.simulations(), sum, "each simulation once a coordinate");
  }

  @Test
  void aShiftOfHalfADeviationIsFound() {
    double p = ranks(changed(0.5, 1));
    assertTrue(p < 1e-6, () -> "p = " + p);
  }

  @Test
  void tooWideAndTooNarrowAreFound() {
    assertTrue(ranks(changed(0, 1.5)) < 1e-6);
    assertTrue(ranks(changed(0, 0.6)) < 1e-6);
  }

  @Test
  void dataOfTheModelAreLikeItsReplicatesAndOthersAreNot() {
    Measurements same = measured(exact(), rows(200, 1));
    for (String name : new String[] {"mean", "variance", "zeros"}) {
      double p = same.values().get("test/calibration-%s-p".formatted(name)).value();
      assertTrue(p > 0.02, () -> name + ": p = " + p);
    }
    Model flat = HandMade.linear(new double[3][2], B, SIGMA, 1);
    Measurements wide = measured(flat, rows(200, 1));
    assertEquals(0.02, wide.values().get("test/calibration-variance-p").value(), 1e-12);
    assertEquals(100, wide.arrays().get("calibration-variance-p.values").shape().size());
  }

  @Test
  void binsDivideTheRanks() {
    SpecException refused =
        assertThrows(SpecException.class, () -> new Calibration.Spec(10, 100, 20, 9));
    assertEquals("bins", refused.path());
  }

  @Test
  void whatMemoryGrowsWithIsBounded() {
    assertEquals("replicates", refused(10, 99, 20, 100_001));
    assertEquals("simulations", refused(Integer.MAX_VALUE, 99, 20, 9));
  }

  private static String refused(int simulations, int draws, int bins, int replicates) {
    return assertThrows(
            SpecException.class, () -> new Calibration.Spec(simulations, draws, bins, replicates))
        .path();
  }
}
