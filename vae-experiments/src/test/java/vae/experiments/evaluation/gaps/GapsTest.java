package vae.experiments.evaluation.gaps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.MisfitException;
import vae.core.model.Encoder;
import vae.core.model.ParametricEncoder;
import vae.core.model.PosteriorFamily;
import vae.experiments.evaluation.HandMade;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.training.Model;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;

/** Gaps of a linear-Gaussian model, whose best posteriors are known in closed form. */
final class GapsTest {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);

  /** [d][m]: columns that are not orthogonal. */
  private static final double[][] W = {{0.9, 0.6}, {-0.6, 0.1}, {0.3, 0.5}};

  private static final double SIGMA = 0.5;
  private static final double[][] P = precision();
  private static final double DETERMINANT = P[0][0] * P[1][1] - P[0][1] * P[1][0];

  /** ½ (Σ log P_ii − log det P). */
  private static final double DIAGONAL_GAP = 0.5 * Math.log(P[0][0] * P[1][1] / DETERMINANT);

  private static final float[][] ROWS = {
    {1, 0.5F, -1}, {0, 0, 0}, {-1, 1, 0.25F}, {0.5F, -0.75F, 1}, {1.2F, 0.1F, 0.8F}
  };

  private static final Gaps.Spec SPEC = new Gaps.Spec(100, 400, 0.02, 20, 20_000);

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static double[][] precision() {
    double[][] p = {{1, 0}, {0, 1}};
    for (double[] row : W) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 2; k++) {
          p[j][k] += row[j] * row[k] / (SIGMA * SIGMA);
        }
      }
    }
    return p;
  }

  /** The exact posterior's mean, then the same numbers for every example. */
  private record Fixed(PosteriorFamily family, double[] spread) implements ParametricEncoder {

    @Override
    public Tensor parameters(Tensor x) {
      Tape tape = x.tape();
      double[] weight = new double[6]; // [d, m]: W P⁻¹ / σ²
      double[][] inverse = {
        {P[1][1] / DETERMINANT, -P[0][1] / DETERMINANT},
        {-P[1][0] / DETERMINANT, P[0][0] / DETERMINANT}
      };
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 2; j++) {
          for (int k = 0; k < 2; k++) {
            weight[i * 2 + j] += W[i][k] * inverse[k][j] / (SIGMA * SIGMA);
          }
        }
      }
      Tensor mean =
          x.linear(
              tape.constant(Shape.of(3, 2), weight),
              tape.full(Shape.of(2), 0),
              Activation.IDENTITY);
      Tensor rest =
          tape.constant(Shape.of(1, spread.length), spread)
              .broadcastTo(Shape.of(x.shape().extent(0), spread.length));
      return Tensor.concat(1, mean, rest);
    }
  }

  private static Model model(Encoder encoder) {
    Model linear = HandMade.linear(W, new double[3], SIGMA, 1);
    return new Model(
        linear.prior(),
        encoder,
        linear.decoder(),
        linear.likelihood(),
        linear.estimator(),
        linear.optimizer(),
        linear.parameters());
  }

  private static ParametricEncoder diagonal(double stretch) {
    double[] logDeviations = new double[2];
    Arrays.setAll(logDeviations, j -> Math.log(stretch / Math.sqrt(P[j][j])));
    return new Fixed(new Diagonal(2), logDeviations);
  }

  private static Measurements measured(Encoder encoder) {
    return HandMade.measured(new Gaps(SPEC), model(encoder), ROWS, 1, KERNELS);
  }

  private static Measured value(Measurements out, String name) {
    return out.values().get("test/" + name);
  }

  @Test
  void theBestDiagonalPosteriorLosesTheClosedFormAndItsEncoderNothing() {
    Measurements out = measured(diagonal(1));
    Measured approximation = value(out, "approximation-gap");
    assertEquals(DIAGONAL_GAP, approximation.value(), 0.02);
    assertTrue(DIAGONAL_GAP > 0.1, "a gap to be found");
    assertTrue(approximation.standardError().orElseThrow() < 0.02);
    assertEquals(0, value(out, "amortisation-gap").value(), 1e-3);
    assertEquals(ROWS.length, value(out, "gaps-examples").value());
  }

  /** ½ Σ (s² − 1 − 2 log s) with deviations that are s times too wide. */
  @Test
  void aWideEncoderLosesItsDivergenceFromTheBest() {
    double s = 1.6;
    Measurements out = measured(diagonal(s));
    assertEquals(DIAGONAL_GAP, value(out, "approximation-gap").value(), 0.02);
    assertEquals(s * s - 1 - 2 * Math.log(s), value(out, "amortisation-gap").value(), 0.03);
    assertEquals(
        value(out, "gaps-log-p").value(),
        value(out, "gaps-elbo").value()
            + value(out, "approximation-gap").value()
            + value(out, "amortisation-gap").value(),
        1e-9);
  }

  /** From the best diagonal posterior Adam finds the exact one. */
  @Test
  void aFamilyThatHasTheExactPosteriorLosesNothing() {
    double[] start = {
      -0.5 * Math.log(P[0][0]), -0.5 * Math.log(P[1][1]), 0 // diagonal of C by exp, then below
    };
    Measurements out =
        measured(
            new Fixed(
                new FullCovariance(2, new FullCovariance.Spec(FullCovariance.Positive.EXP)),
                start));
    assertEquals(0, value(out, "approximation-gap").value(), 0.005);
    assertEquals(DIAGONAL_GAP, value(out, "amortisation-gap").value(), 0.03);
    assertTrue(value(out, "gaps-effective-samples").value() > 0.99 * SPEC.samples());
  }

  @Test
  void evaluatingTwiceGivesTheSameBits() {
    assertEquals(measured(diagonal(1.2)).values(), measured(diagonal(1.2)).values());
  }

  @Test
  void anEncoderWithoutAFamilyIsRefused() {
    Encoder other = x -> diagonal(1).encode(x);
    MisfitException refused = assertThrows(MisfitException.class, () -> measured(other));
    assertTrue(refused.fix().contains("mlp or conv"), refused.fix());
  }
}
