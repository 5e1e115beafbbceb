package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class BernoulliLikelihoodTest extends LikelihoodContract {

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new BernoulliLikelihood();
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return new BernoulliLikelihood.Spec();
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.of(QuadratureRule.values(0, 1));
  }

  @Test
  void binaryDataAreNeeded() {
    assertTrue(spec().needsBinaryData());
    assertEquals(1, spec().outputsPerDimension());
  }

  /** A pixel that is always off, or always on, starts near certainty and not at infinity. */
  @Test
  void certainMeansStayWithinTheMargin() {
    double limit = Math.log(999);
    double[] logits = spec().outputFor(new double[] {0, 1e-9, 0.5, 1});
    assertArrayEquals(new double[] {-limit, -limit, 0, limit}, logits, 1e-9);
  }
}
