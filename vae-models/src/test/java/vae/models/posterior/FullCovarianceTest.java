package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.FullGaussian;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.oracle.DoubleTape;
import vae.core.wiring.ModelSite;

final class FullCovarianceTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelSite at) {
    FullCovariance.Spec spec = new FullCovariance.Spec(FullCovariance.Positive.EXP);
    return new FullCovariance(at.sizes().latent(), spec);
  }

  private static void assertFactor(FullCovariance.Positive positive, double... factor) {
    PosteriorFamily family = new FullCovariance(3, new FullCovariance.Spec(positive));
    assertEquals(9, family.parameterCount());
    DoubleTape.run(
        tape -> {
          FullGaussian q =
              (FullGaussian)
                  family.of(tape.constant(Shape.of(1, 9), 1, 2, 3, 0.4, 0.5, -0.6, 7, 8, 9));
          assertArrayEquals(new double[] {1, 2, 3}, q.mean().toArray().toDoubles());
          assertArrayEquals(factor, q.factor().toArray().toDoubles(), 1e-14);
        });
  }

  @Test
  void numbersAreMeansThenTheDiagonalThenRowsBelowIt() {
    assertFactor(
        FullCovariance.Positive.EXP,
        Math.exp(0.4),
        0,
        0,
        7,
        Math.exp(0.5),
        0,
        8,
        9,
        Math.exp(-0.6));
    assertFactor(
        FullCovariance.Positive.SOFTPLUS,
        Math.log1p(Math.exp(0.4)),
        0,
        0,
        7,
        Math.log1p(Math.exp(0.5)),
        0,
        8,
        9,
        Math.log1p(Math.exp(-0.6)));
  }
}
