package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class LearnedNoisePerDimensionTest extends LikelihoodContract {

  private static final LearnedNoise.PerDimension NOISE = new LearnedNoise.PerDimension(0.4, -40);
  private static final GaussianLikelihood.Spec SPEC = new GaussianLikelihood.Spec(NOISE);

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new GaussianLikelihood(new LearnedNoise(NOISE, at.in("noise")));
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
  void eachDimensionIsAGaussianOfItsOwn() {
    List<LearnedNoise> noises = new ArrayList<>();
    Parameter parameter =
        LikelihoodParameters.of("likelihood.noise", c -> noises.add(new LearnedNoise(NOISE, c)))
            .getFirst();
    LearnedNoise noise = noises.getFirst();
    assertEquals(Shape.of(3), parameter.shape());
    double[] deviation = {0.4, 0.02, 7};
    double[] mean = {0.1, -2, 30};
    double[] x = {0.5, -2.01, 41};
    double expected = 0;
    for (int j = 0; j < 3; j++) {
      parameter.value().set(j, Math.log(deviation[j]));
      expected += new NormalDistribution(mean[j], deviation[j]).logDensity(x[j]);
    }
    double found =
        DoubleTape.compute(
            tape ->
                noise
                    .around(tape.constant(Shape.of(1, 3), mean))
                    .logProb(tape.constant(Shape.of(1, 3), x))
                    .item());
    assertEquals(expected, found, 1e-12 * Math.abs(expected));
  }

  /** One dimension that collapses is enough. */
  @Test
  void theLowestDimensionIsWarnedOf() {
    List<LearnedNoise> noises = new ArrayList<>();
    Parameter parameter =
        LikelihoodParameters.of("likelihood.noise", c -> noises.add(new LearnedNoise(NOISE, c)))
            .getFirst();
    assertEquals(Optional.empty(), noises.getFirst().concern());
    parameter.value().set(1, -90);
    assertTrue(noises.getFirst().concern().isPresent());
  }
}
