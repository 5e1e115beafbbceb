package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.oracle.DoubleTape;
import vae.core.wiring.ModelSite;

final class DiagonalTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelSite at) {
    return new Diagonal(at.sizes().latent());
  }

  @Test
  void numbersAreMeansThenLogDeviations() {
    Diagonal family = new Diagonal(2);
    assertEquals(4, family.parameterCount());
    DoubleTape.run(
        tape -> {
          DiagonalGaussian q =
              family.of(tape.constant(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8)).marginals();
          assertArrayEquals(new double[] {1, 2, 5, 6}, q.mean().toArray().toDoubles());
          assertArrayEquals(new double[] {3, 4, 7, 8}, q.logDeviation().toArray().toDoubles());
        });
  }
}
