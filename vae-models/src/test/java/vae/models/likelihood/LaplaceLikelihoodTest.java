package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.apache.commons.math3.distribution.LaplaceDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.Laplace;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class LaplaceLikelihoodTest extends LikelihoodContract {

  private static final LaplaceLikelihood.Spec SPEC = new LaplaceLikelihood.Spec(0.3, true, -6);

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new LaplaceLikelihood(SPEC, at);
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
    double[] x = {0.25, -1.5, 41};
    for (double scale : new double[] {1e-2, 0.1, 1, 1e3}) {
      double expected = 0;
      for (int j = 0; j < 3; j++) {
        expected += Math.log(new LaplaceDistribution(mean[j], scale).density(x[j]));
      }
      double found =
          DoubleTape.compute(
              tape ->
                  new Laplace(tape.constant(Shape.of(1, 3), mean), tape.scalar(Math.log(scale)))
                      .logProb(tape.constant(Shape.of(1, 3), x))
                      .item());
      assertEquals(expected, found, 1e-12 * Math.max(1, Math.abs(expected)), "scale " + scale);
    }
  }

  @Test
  void scaleIsLearnedOnlyWhenAsked() {
    assertEquals(
        1, LikelihoodParameters.of("likelihood", c -> new LaplaceLikelihood(SPEC, c)).size());
    LaplaceLikelihood.Spec given = new LaplaceLikelihood.Spec(0.3, false, -6);
    assertTrue(
        LikelihoodParameters.of("likelihood", c -> new LaplaceLikelihood(given, c)).isEmpty());
  }
}
