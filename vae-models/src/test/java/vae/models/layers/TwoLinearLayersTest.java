package vae.models.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;
import vae.models.estimator.Dreg;
import vae.models.estimator.ElboMonteCarlo;
import vae.models.estimator.Iwae;
import vae.models.estimator.ReweightedWakeSleep;
import vae.models.estimator.StickingTheLanding;

/** Two linear layers are one linear-Gaussian model, of which all is known. */
final class TwoLinearLayersTest {

  private static final int EXAMPLES = 6;

  /** A model with its exact posterior. */
  private record Case(String name, LinearLayers layers, Encoder encoder) {

    static Case bottomUp(String name, LinearLayers layers) {
      return new Case(name, layers, layers.bottomUp());
    }

    Estimate estimate(Estimator estimator, Tape tape, double[] x, int copies, Key key) {
      Tensor all = tape.constant(Shape.of(1, x.length), x).broadcastTo(Shape.of(copies, x.length));
      Encoder given = SmallNetworks.given(encoder, tape, layers.prior());
      return estimator.estimate(layers.on(tape), given, all, key);
    }

    Tensor bound(Estimator estimator, Tape tape, int example, int copies) {
      Key key = Key.of(23).fold(example);
      return estimate(estimator, tape, layers.draw(example), copies, key)
          .bound()
          .orElseThrow()
          .perExample();
    }

    /** Of the encoder's own parameters. */
    double largestGradient(Estimator estimator) {
      return DoubleTape.compute(
          tape -> {
            Estimate estimate = estimate(estimator, tape, layers.draw(0), 5, Key.of(24));
            tape.backward(estimate.surrogate().perExample().sum());
            return layers.encoderParameters().stream()
                .map(tape::gradient)
                .mapToDouble(Case::largest)
                .max()
                .orElseThrow();
          });
    }

    private static double largest(NdArray gradient) {
      return IntStream.range(0, gradient.shape().size())
          .mapToDouble(i -> Math.abs(gradient.get(i)))
          .max()
          .orElseThrow();
    }

    /** Moves every posterior mean and widens every deviation. */
    void disturb() {
      for (Parameter bias : layers.encoderParameters()) {
        if (bias.name().endsWith("bias")) {
          for (int i = 0; i < bias.shape().size(); i++) {
            bias.value().set(i, bias.value().get(i) + 0.2);
          }
        }
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    LinearLayers aligned = LinearLayers.aligned();
    return Stream.of(
        Case.bottomUp("bottom up, two and two", LinearLayers.any(2)),
        Case.bottomUp("bottom up, two and one", LinearLayers.any(1)),
        new Case("ladder", aligned, aligned.ladder()));
  }

  /** Under the exact posterior every weight is p(x), whatever the draw. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyDrawFromTheExactPosteriorHasTheEvidence(Case each) {
    List<Estimator> estimators =
        List.of(
            new ElboMonteCarlo(new ElboMonteCarlo.Spec(1)),
            new Iwae(new Iwae.Spec(3)),
            new Dreg(new Dreg.Spec(3)),
            new ReweightedWakeSleep(new ReweightedWakeSleep.Spec(3)));
    for (int i = 0; i < EXAMPLES; i++) {
      int example = i;
      double evidence = each.layers().logEvidence(each.layers().draw(i));
      for (Estimator estimator : estimators) {
        DoubleTape.run(
            tape -> {
              Tensor bound = each.bound(estimator, tape, example, 3);
              for (int copy = 0; copy < 3; copy++) {
                assertEquals(evidence, bound.get(copy), 1e-9, estimator.toString());
              }
            });
      }
    }
  }

  /** And so nothing is to be gained along the path through either layer. */
  @ParameterizedTest
  @MethodSource("cases")
  void pathDerivativesVanishAtTheExactPosterior(Case each) {
    assertTrue(each.largestGradient(new StickingTheLanding(new StickingTheLanding.Spec(2))) < 1e-9);
    assertTrue(each.largestGradient(new Dreg(new Dreg.Spec(4))) < 1e-9);
    assertTrue(each.largestGradient(new ElboMonteCarlo(new ElboMonteCarlo.Spec(2))) > 0.1);
    assertTrue(each.largestGradient(new Iwae(new Iwae.Spec(4))) > 0.01);
  }

  /** A posterior that is off loses nats, and importance samples win them back. */
  @ParameterizedTest
  @MethodSource("cases")
  void importanceSamplingFindsTheEvidenceFromAnotherPosterior(Case each) {
    each.disturb();
    ToDoubleFunction<Estimator> error =
        estimator -> {
          double sum = 0;
          for (int i = 0; i < EXAMPLES; i++) {
            int example = i;
            sum +=
                DoubleTape.compute(
                        tape -> MonteCarlo.of(each.bound(estimator, tape, example, 10)).mean())
                    - each.layers().logEvidence(each.layers().draw(i));
          }
          return sum / EXAMPLES;
        };
    double gap = error.applyAsDouble(new ElboMonteCarlo(new ElboMonteCarlo.Spec(400)));
    assertTrue(gap < -0.1, "the ELBO loses " + gap);
    double left = error.applyAsDouble(new Iwae(new Iwae.Spec(400)));
    assertEquals(0, left, 0.05, "nats that " + 10 * 400 + " samples do not find");
  }
}
