package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.FullGaussian;
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
import vae.models.estimator.Dip.Variant;

final class DipTest extends EstimatorContract {

  private static final double[] MEANS = {-1, 0.3, 0.2, 0.9, 1.4, -0.6};
  private static final double[] LOGS = {-0.5, 0.1, -1, -0.2, 0.3, -0.8};
  private static final Shape ROWS = Shape.of(3, 2);

  @Override
  protected Estimator estimator() {
    return new Dip(new Dip.Spec(Variant.II, 3, 5, 2));
  }

  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }

  private static Estimate estimate(Dip.Spec spec, Tensor x, Posterior q) {
    GenerativeModel p =
        new GenerativeModel(
            x.tape(),
            t -> new StandardGaussian(t, 2),
            z -> z.tanh(),
            f -> new IsotropicGaussian(f, x.tape().scalar(-0.5)));
    return new Dip(spec).estimate(p, _ -> q, x, Key.of(3));
  }

  private static Tensor data(Tape tape) {
    return tape.constant(ROWS, 0.4, -0.2, 0.9, 1, -1, 0.3);
  }

  private static DiagonalGaussian posterior(Tape tape) {
    return new DiagonalGaussian(tape.constant(ROWS, MEANS), tape.constant(ROWS, LOGS));
  }

  /** By the definition, sum over sum. */
  private static double penalty(Dip.Spec spec) {
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        double product = 0;
        double meanI = 0;
        double meanJ = 0;
        double variance = 0;
        for (int b = 0; b < 3; b++) {
          product += MEANS[2 * b + i] * MEANS[2 * b + j] / 3;
          meanI += MEANS[2 * b + i] / 3;
          meanJ += MEANS[2 * b + j] / 3;
          variance += Math.exp(2 * LOGS[2 * b + i]) / 3;
        }
        boolean drawn = i == j && spec.variant() == Variant.II;
        double covariance = product - meanI * meanJ + (drawn ? variance : 0);
        sum +=
            i == j
                ? spec.diagonal() * (covariance - 1) * (covariance - 1)
                : spec.offDiagonal() * covariance * covariance;
      }
    }
    return sum;
  }

  @Test
  void thePenaltyIsThatOfTheDefinition() {
    for (Variant variant : Variant.values()) {
      Dip.Spec spec = new Dip.Spec(variant, 3, 5, 2);
      DoubleTape.run(
          tape -> {
            Estimate it = estimate(spec, data(tape), posterior(tape));
            Tensor lost =
                it.bound().orElseThrow().perExample().subtract(it.surrogate().perExample());
            double expected = penalty(spec);
            assertTrue(expected > 1, "it is one: " + expected);
            assertArrayEquals(
                new double[] {expected, expected, expected}, lost.toArray().toDoubles(), 1e-13);
          });
    }
  }

  @Test
  void gradientsOfTheSurrogateAgreeWithDifferences() {
    FreeRows rows = FreeRows.of(MEANS, LOGS, 2);
    for (Variant variant : Variant.values()) {
      GradientCheck.check(
          variant.name(),
          rows.list(),
          tape ->
              estimate(new Dip.Spec(variant, 3, 5, 2), data(tape), rows.on(tape))
                  .surrogate()
                  .perExample()
                  .sum());
    }
  }

  /** The variance within a posterior is a matrix there, of which the formula has no part. */
  @Test
  void theSecondVariantRefusesPosteriorsWithACovariance() {
    DoubleTape.run(
        tape -> {
          Tensor identity = tape.constant(Shape.of(2, 2), 1, 0, 0, 1);
          FullGaussian full =
              new FullGaussian(tape.constant(ROWS, MEANS), identity.broadcastTo(Shape.of(3, 2, 2)));
          estimate(new Dip.Spec(Variant.I, 3, 5, 1), data(tape), full);
          MisfitException misfit =
              assertThrows(
                  MisfitException.class,
                  () -> estimate(new Dip.Spec(Variant.II, 3, 5, 1), data(tape), full));
          assertEquals("Take posterior \"diagonal\", or the variant \"i\".", misfit.fix());
        });
  }
}
