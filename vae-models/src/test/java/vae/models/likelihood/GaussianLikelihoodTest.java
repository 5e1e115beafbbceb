package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class GaussianLikelihoodTest extends LikelihoodContract {

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new GaussianLikelihood(new FixedNoise(0.3));
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return new GaussianLikelihood.Spec(new FixedNoise.Spec(0.3));
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.empty();
  }

  @Test
  void realDataWillDo() {
    assertFalse(spec().needsBinaryData());
  }

  /** From a thousandth of the data's unit to a thousand of them. */
  @Test
  void fixedNoiseHasTheDensityOfCommonsMath() {
    double[] mean = {0.2, -1, 40};
    double[] x = {0.25, -1.5, 41};
    for (double sigma : new double[] {1e-3, 0.1, 1, 1e3}) {
      double expected = 0;
      for (int j = 0; j < 3; j++) {
        expected += new NormalDistribution(mean[j], sigma).logDensity(x[j]);
      }
      double found =
          DoubleTape.compute(
              tape ->
                  new FixedNoise(sigma)
                      .around(tape.constant(Shape.of(1, 3), mean))
                      .logProb(tape.constant(Shape.of(1, 3), x))
                      .item());
      assertEquals(expected, found, 1e-12 * Math.abs(expected), "sigma " + sigma);
    }
  }
}
