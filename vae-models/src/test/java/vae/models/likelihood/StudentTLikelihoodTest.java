package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.core.distribution.StudentT;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class StudentTLikelihoodTest extends LikelihoodContract {

  private static final StudentTLikelihood.Spec SPEC = new StudentTLikelihood.Spec(5, 0.3, true, -6);

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new StudentTLikelihood(SPEC, at);
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return SPEC;
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.empty();
  }

  @Test
  void densityIsThatOfCommonsMath() {
    double[] mean = {0.2, -1, 40};
    double[] x = {0.25, -1.5, 43};
    for (double nu : new double[] {0.3, 1, 2.5, 4, 60}) {
      for (double scale : new double[] {1e-2, 1, 1e3}) {
        double expected = 0;
        for (int j = 0; j < 3; j++) {
          expected += new TDistribution(nu).logDensity((x[j] - mean[j]) / scale) - Math.log(scale);
        }
        double found =
            DoubleTape.compute(
                tape ->
                    new StudentT(
                            tape.constant(Shape.of(1, 3), mean), tape.scalar(Math.log(scale)), nu)
                        .logProb(tape.constant(Shape.of(1, 3), x))
                        .item());
        assertEquals(expected, found, 1e-11 * Math.max(1, Math.abs(expected)), "nu " + nu);
      }
    }
  }

  /** Also where there is no variance, and no mean. */
  @Test
  void drawsHaveTheQuantilesOfCommonsMath() {
    for (double nu : new double[] {0.5, 1, 3, 200}) {
      int n = 40_000;
      double[] draws =
          DoubleTape.compute(
              tape ->
                  new StudentT(tape.full(Shape.of(1, 1), 0), tape.scalar(0), nu)
                      .draw(n, Key.of(6))
                      .z()
                      .toArray()
                      .toDoubles());
      for (double p : new double[] {0.02, 0.3, 0.5, 0.9, 0.99}) {
        double quantile = new TDistribution(nu).inverseCumulativeProbability(p);
        double below = Arrays.stream(draws).filter(t -> t < quantile).count();
        assertEquals(p, below / n, 4.5 * Math.sqrt(p * (1 - p) / n), "nu " + nu + ", p " + p);
      }
    }
  }

  @Test
  void scaleIsLearnedOnlyWhenAsked() {
    assertEquals(
        1, LikelihoodParameters.of("likelihood", c -> new StudentTLikelihood(SPEC, c)).size());
    StudentTLikelihood.Spec given = new StudentTLikelihood.Spec(5, 0.3, false, -6);
    assertTrue(
        LikelihoodParameters.of("likelihood", c -> new StudentTLikelihood(given, c)).isEmpty());
  }
}
