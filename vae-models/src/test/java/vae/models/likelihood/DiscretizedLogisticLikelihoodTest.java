package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.DiscretizedLogistic;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class DiscretizedLogisticLikelihoodTest extends LikelihoodContract {

  private static final DiscretizedLogisticLikelihood.Spec SPEC =
      new DiscretizedLogisticLikelihood.Spec(5, 0.3, -6);

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    return new DiscretizedLogisticLikelihood(SPEC, at);
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return SPEC;
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.of(QuadratureRule.values(0, 0.25, 0.5, 0.75, 1));
  }

  private static double[] logMasses(int levels, double location, double scale) {
    double[] x = IntStream.range(0, levels).mapToDouble(k -> k / (levels - 1.0)).toArray();
    return DoubleTape.compute(
        tape ->
            new DiscretizedLogistic(
                    tape.full(Shape.of(levels, 1), location), tape.scalar(Math.log(scale)), levels)
                .logProb(tape.constant(Shape.of(levels, 1), x))
                .toArray()
                .toDoubles());
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void massIsTheDifferenceOfLogisticFunctionsWithOpenEdges() {
    int levels = 9;
    for (double scale : new double[] {0.03, 0.2, 4}) {
      double[] found = logMasses(levels, 0.4, scale);
      for (int k = 0; k < levels; k++) {
        double upper = k == levels - 1 ? 1 : sigmoid(((k + 0.5) / 8 - 0.4) / scale);
        double lower = k == 0 ? 0 : sigmoid(((k - 0.5) / 8 - 0.4) / scale);
        assertEquals(upper - lower, Math.exp(found[k]), 1e-14, "level " + k);
      }
    }
  }

  /** From scales far below a level to far above the interval, and locations outside it. */
  @Test
  void massesSumToOneAndGiveTheMean() {
    for (int levels : new int[] {2, 256}) {
      for (double scale : new double[] {1e-3, 0.05, 30}) {
        for (double location : new double[] {-0.3, 0.501, 1.2}) {
          double[] log = logMasses(levels, location, scale);
          double mass = 0;
          double mean = 0;
          for (int k = 0; k < levels; k++) {
            assertTrue(Double.isFinite(log[k]), "log mass of level " + k);
            mass += Math.exp(log[k]);
            mean += Math.exp(log[k]) * k / (levels - 1.0);
          }
          double claimed =
              DoubleTape.compute(
                  tape ->
                      new DiscretizedLogistic(
                              tape.full(Shape.of(1, 1), location),
                              tape.scalar(Math.log(scale)),
                              levels)
                          .mean()
                          .item());
          String where = levels + " levels, scale " + scale + ", location " + location;
          assertEquals(1, mass, 1e-11, where);
          assertEquals(mean, claimed, 1e-11, where);
        }
      }
    }
  }

  @Test
  void dataAreRoundedToTheNearestLevel() {
    double[] found =
        DoubleTape.compute(
            tape ->
                new DiscretizedLogistic(tape.full(Shape.of(4, 1), 0.4), tape.scalar(-1), 5)
                    .logProb(tape.constant(Shape.of(4, 1), 0.26, 0.25, -0.1, 0))
                    .toArray()
                    .toDoubles());
    assertEquals(found[1], found[0]);
    assertEquals(found[3], found[2]);
    assertTrue(spec().needsUnitInterval());
  }

  /** Squared errors of the mean can be trained on. */
  @Test
  void theMeanHasItsGradient() {
    double[] locations = {-0.3, 0.2, 0.501, 0.97, 1.4};
    Parameter location =
        new Parameter("location", NdArray.of(Shape.of(1, locations.length), locations));
    for (double scale : new double[] {0.03, 0.3, 5}) {
      Parameter logScale =
          new Parameter("log-scale", NdArray.of(Shape.SCALAR, new double[] {Math.log(scale)}));
      GradientCheck.check(
          "mean at scale " + scale,
          List.of(location, logScale),
          tape ->
              new DiscretizedLogistic(tape.parameter(location), tape.parameter(logScale), 9)
                  .mean()
                  .square()
                  .sum());
    }
  }
}
