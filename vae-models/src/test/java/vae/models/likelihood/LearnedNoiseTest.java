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
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class LearnedNoiseTest extends LikelihoodContract {

  private static final LearnedNoise.Spec NOISE = new LearnedNoise.Spec(0.4, -3);
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

  private static double logDensity(LearnedNoise noise, double x) {
    return DoubleTape.compute(
        tape -> {
          Observation p = noise.around(tape.full(Shape.of(1, 1), 0));
          return p.logProb(tape.full(Shape.of(1, 1), x)).item();
        });
  }

  @Test
  void deviationStartsWhereItIsToldAndStopsAtItsFloor() {
    List<LearnedNoise> noises = new ArrayList<>();
    Parameter parameter =
        LikelihoodParameters.of("likelihood.noise", c -> noises.add(new LearnedNoise(NOISE, c)))
            .getFirst();
    LearnedNoise noise = noises.getFirst();
    assertEquals("likelihood.noise.log-deviation", parameter.name());
    assertEquals(new NormalDistribution(0, 0.4).logDensity(0.7), logDensity(noise, 0.7), 1e-12);
    assertEquals(Optional.empty(), noise.concern());
    parameter.value().set(0, -500);
    double least = Math.exp(-3);
    assertEquals(new NormalDistribution(0, least).logDensity(0.01), logDensity(noise, 0.01), 1e-9);
    String concern = noise.concern().orElseThrow();
    assertTrue(concern.startsWith("likelihood.noise: "), concern);
    assertTrue(concern.contains("raise likelihood.noise.floor"), concern);
  }

  /** Far above the floor the parameter is the logarithm itself. */
  @Test
  void aDistantFloorDoesNotShow() {
    Parameter parameter =
        LikelihoodParameters.of(
                "likelihood.noise", c -> new LearnedNoise(new LearnedNoise.Spec(0.4, -40), c))
            .getFirst();
    assertEquals(Math.log(0.4), parameter.value().get(0), 1e-14);
  }
}
