package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class ContinuousBernoulliLikelihoodTest extends LikelihoodContract {

  private static final ContinuousBernoulliLikelihood.Spec SPEC =
      new ContinuousBernoulliLikelihood.Spec();

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new ContinuousBernoulliLikelihood();
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return SPEC;
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.of(QuadratureRule.interval(0, 1, 4));
  }

  @Test
  void greyDataAreNeeded() {
    assertTrue(spec().needsUnitInterval());
    assertFalse(spec().needsBinaryData());
  }

  /** A pixel that is always off starts at a finite logit; a middling one at 0. */
  @Test
  void certainMeansStayWithinTheMargin() {
    double[] logits = spec().outputFor(new double[] {0, 1e-9, 0.5, 1});
    assertEquals(logits[0], logits[1]);
    assertEquals(-1000, logits[0], 1, "the mean at a very negative logit is -1/logit");
    assertEquals(0, logits[2], 1e-9);
    assertEquals(-logits[0], logits[3], 1e-6);
  }
}
