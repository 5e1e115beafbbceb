package vae.models.likelihood;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.distribution.PartialObservation;
import vae.core.model.LikelihoodContract;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

/** The contract is of evaluation: in training the value belongs to a batch and is no density. */
final class OptimalNoiseTest extends LikelihoodContract {

  private static final OptimalNoise.Spec NOISE = new OptimalNoise.Spec(-6);
  private static final Shape DATA = Shape.of(3, 4);

  private final ModelSite root = ModelSites.of(4, 2, 8);
  private final OptimalNoise noise = new OptimalNoise(NOISE, root.in("likelihood.noise"));
  private final Parameters parameters = root.parameters();
  private final Parameter logDeviation = parameters.list().getFirst();
  private final Parameter mean =
      parameters.create("mean", Shape.of(2, 3, 4), Initializer.normal(1));
  private final Parameter data = parameters.create("data", DATA, Initializer.normal(1));

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    noise.calibrate(0.09);
    GaussianLikelihood likelihood = new GaussianLikelihood(noise);
    return output -> {
      output.tape().differentiate(false);
      try {
        return likelihood.given(output);
      } finally {
        output.tape().differentiate(true);
      }
    };
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return new GaussianLikelihood.Spec(NOISE);
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.empty();
  }

  /** log p(x | f) in training → [2, 3]. */
  private Tensor training(Tape tape) {
    Tensor x = tape.constant(DATA, data.value().toDoubles());
    return noise.around(tape.parameter(mean)).logProb(x);
  }

  private double meanSquaredError() {
    double sum = 0;
    for (int i = 0; i < 24; i++) {
      double difference = mean.value().get(i) - data.value().get(i % 12);
      sum += difference * difference;
    }
    return sum / 24;
  }

  @Test
  void trainingTakesTheLikeliestDeviation() {
    double optimal = DoubleTape.compute(tape -> training(tape).sum().item());
    double best = Double.NEGATIVE_INFINITY;
    for (double logSigma = -2; logSigma < 2; logSigma += 1e-3) {
      double at = logSigma;
      double total =
          DoubleTape.compute(
              tape -> {
                Tensor x = tape.constant(DATA, data.value().toDoubles());
                Observation p = new IsotropicGaussian(tape.parameter(mean), tape.scalar(at));
                return p.logProb(x).sum().item();
              });
      best = Math.max(best, total);
      assertTrue(total <= optimal + 1e-12, "log sigma " + at + " is likelier");
    }
    assertEquals(optimal, best, 2e-5, "half a step of the grid away from the maximum");
    double constant = Math.log(2 * Math.PI) + 1;
    assertEquals(-12 * (Math.log(meanSquaredError()) + constant), optimal, 1e-12);
  }

  @Test
  void theLikeliestDeviationIsThatOfTheKnownValues() {
    double[] mask = {1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1};
    double squares = 0;
    for (int i = 0; i < 24; i++) {
      double difference = mean.value().get(i) - data.value().get(i % 12);
      squares += mask[i % 12] * difference * difference;
    }
    double expected = -8 * (Math.log(squares / 16) + Math.log(2 * Math.PI) + 1); // 8 known of 12
    double found =
        DoubleTape.compute(
            tape -> {
              Observation all = noise.around(tape.parameter(mean));
              Tensor x = tape.constant(DATA, data.value().toDoubles());
              Observation known = new PartialObservation(all, tape.constant(DATA, mask));
              return known.logProb(x).sum().item();
            });
    assertEquals(expected, found, 1e-12);
  }

  /** Not the mean of the batch alone, whose gradient would not show the path through σ. */
  @Test
  void gradientsPassThroughTheDeviation() {
    GradientCheck.check(
        "optimal noise", List.of(mean), tape -> training(tape).multiply(0.1).tanh().sum());
  }

  @Test
  void noGradientReachesTheCalibratedValue() {
    DoubleTape.run(
        tape -> {
          tape.backward(training(tape).sum());
          assertNull(tape.gradient(logDeviation));
        });
  }

  @Test
  void evaluationTakesTheCalibratedDeviation() {
    assertTrue(new GaussianLikelihood(noise).calibrates());
    new GaussianLikelihood(noise).calibrate(0.25);
    assertEquals(Math.log(0.5), logDeviation.value().get(0), 1e-15);
    assertEquals(Optional.empty(), noise.concern());
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(DATA, data.value().toDoubles());
          Tensor f = tape.constant(mean.value());
          tape.differentiate(false);
          assertArrayEquals(
              new IsotropicGaussian(f, tape.scalar(Math.log(0.5))).logProb(x).toArray().toDoubles(),
              training(tape).toArray().toDoubles());
        });
  }

  /** A perfect reconstruction: the floor holds in training and in evaluation, and says so. */
  @Test
  void theFloorHolds() {
    for (int i = 0; i < 24; i++) {
      mean.value().set(i, data.value().get(i % 12));
    }
    double expected = -4 * (0.5 * Math.log(2 * Math.PI) - 6);
    DoubleTape.run(
        tape -> {
          Tensor total = training(tape);
          assertEquals(expected, total.get(0), 1e-12);
          tape.backward(total.sum());
          for (double slope : tape.gradient(mean).toDoubles()) {
            assertEquals(0, slope);
          }
        });
    noise.calibrate(0);
    assertEquals(-6, logDeviation.value().get(0));
    assertTrue(noise.concern().orElseThrow().startsWith("likelihood.noise: "));
  }
}
