package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.HouseholderGaussian;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.oracle.DoubleTape;
import vae.core.wiring.ModelSite;

final class HouseholderTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelSite at) {
    return new Householder(at.sizes().latent(), new Householder.Spec(3));
  }

  /** The vector (1, 0) turns the first coordinate round, (1, −1) then exchanges the two. */
  @Test
  void numbersAreMeansThenLogDeviationsThenVectorsInOrder() {
    PosteriorFamily family = new Householder(2, new Householder.Spec(2));
    assertEquals(8, family.parameterCount());
    DoubleTape.run(
        tape -> {
          HouseholderGaussian q =
              (HouseholderGaussian)
                  family.of(tape.constant(Shape.of(1, 8), 3, 4, 0.5, 0.6, 1, 0, 1, -1));
          assertArrayEquals(new double[] {3, 4}, q.base().mean().toArray().toDoubles());
          assertArrayEquals(new double[] {0.5, 0.6}, q.base().logDeviation().toArray().toDoubles());
          assertArrayEquals(new double[] {4, -3}, q.mean().toArray().toDoubles(), 1e-14);
          assertArrayEquals(
              new double[] {0.6, 0.5}, q.marginals().logDeviation().toArray().toDoubles(), 1e-14);
        });
  }
}
