package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class CategoricalLikelihoodTest extends LikelihoodContract {

  private static final CategoricalLikelihood.Spec SPEC = new CategoricalLikelihood.Spec(4);

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new CategoricalLikelihood(SPEC);
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return SPEC;
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.of(QuadratureRule.values(0, 1.0 / 3, 2.0 / 3, 1));
  }

  /** Output j K + k belongs to level k of dimension j; data are rounded to levels. */
  @Test
  void outputsAreTheLogitsOfTheLevelsInOrder() {
    double[] logits = {0.1, -2, 0.5, 3, 1, 1.5, -0.3, 0};
    double expected = logits[2] + logits[4];
    for (int j = 0; j < 2; j++) {
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        sum += Math.exp(logits[4 * j + k]);
      }
      expected -= Math.log(sum);
    }
    double found =
        DoubleTape.compute(
            tape -> {
              Observation p =
                  new CategoricalLikelihood(SPEC).given(tape.constant(Shape.of(1, 8), logits));
              return p.logProb(tape.constant(Shape.of(1, 2), 0.7, 0.1)).item();
            });
    assertEquals(expected, found, 1e-14);
  }

  @Test
  void greyDataAreNeededAndOutputsMultiply() {
    assertTrue(spec().needsUnitInterval());
    assertEquals(4, spec().outputsPerDimension());
  }

  /** Within the margin, at two levels and at many. */
  @Test
  void everyMeanHasFiniteLogits() {
    for (int levels : new int[] {2, 256}) {
      CategoricalLikelihood.Spec spec = new CategoricalLikelihood.Spec(levels);
      double[] means = {0, 0.02, 0.5, 1};
      double[] held = {1e-3, 0.02, 0.5, 0.999};
      double[] found =
          DoubleTape.compute(
              tape ->
                  new CategoricalLikelihood(spec)
                      .given(tape.constant(Shape.of(1, 4 * levels), spec.outputFor(means)))
                      .mean()
                      .toArray()
                      .toDoubles());
      assertArrayEquals(held, found, 1e-9, levels + " levels");
    }
  }
}
