package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.LowRankGaussian;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.oracle.DoubleTape;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

final class LowRankTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelSite at) {
    int m = at.sizes().latent();
    return new LowRank(m, new LowRank.Spec(Math.min(2, m)));
  }

  @Test
  void numbersAreMeansThenLogDeviationsThenRowsOfTheFactor() {
    PosteriorFamily family = new LowRank(3, new LowRank.Spec(2));
    assertEquals(12, family.parameterCount());
    DoubleTape.run(
        tape -> {
          LowRankGaussian q =
              (LowRankGaussian)
                  family.of(tape.constant(Shape.of(1, 12), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
          assertArrayEquals(new double[] {1, 2, 3}, q.mean().toArray().toDoubles());
          assertArrayEquals(new double[] {4, 5, 6}, q.logDeviation().toArray().toDoubles());
          assertEquals(Shape.of(1, 3, 2), q.factor().shape());
          assertArrayEquals(new double[] {7, 8, 9, 10, 11, 12}, q.factor().toArray().toDoubles());
        });
  }

  @Test
  void aRankAboveTheLatentSizeIsRefused() {
    SpecException wrong =
        assertThrows(SpecException.class, () -> new LowRank(2, new LowRank.Spec(3)));
    assertEquals("rank", wrong.path());
    assertEquals("an integer of at most the latent size, 2", wrong.expected());
    assertEquals("3", wrong.got());
  }
}
