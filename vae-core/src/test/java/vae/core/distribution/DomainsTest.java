package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;

/** What a distribution cannot be made from is refused by the argument's name. */
final class DomainsTest {

  private static void refused(
      Class<? extends RuntimeException> type, Map<String, Function<Tape, Object>> cases) {
    cases.forEach(
        (name, make) ->
            DoubleTape.run(
                tape -> {
                  RuntimeException e = assertThrows(type, () -> make.apply(tape), name);
                  String argument = name.substring(name.indexOf(' ') + 1);
                  assertTrue(e.getMessage().startsWith(argument + ": expected "), e.getMessage());
                }));
  }

  private static Tensor of(Tape tape, int... extents) {
    return tape.full(Shape.of(extents), 0.5);
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    refused(
        ShapeException.class,
        Map.ofEntries(
            Map.entry("diagonal mean", t -> new DiagonalGaussian(of(t), of(t))),
            Map.entry("diagonal logDeviation", t -> new DiagonalGaussian(of(t, 3, 2), of(t, 2))),
            Map.entry("full factor", t -> new FullGaussian(of(t, 3, 2), of(t, 3, 2, 3))),
            Map.entry(
                "low-rank factor",
                t -> new LowRankGaussian(of(t, 3, 2), of(t, 3, 2), of(t, 2, 2, 1))),
            Map.entry(
                "householder vectors",
                t ->
                    new HouseholderGaussian(
                        new DiagonalGaussian(of(t, 3, 2), of(t, 3, 2)), of(t, 3, 1, 4))),
            Map.entry("bernoulli logits", t -> new Bernoulli(of(t))),
            Map.entry("continuous-bernoulli logits", t -> new ContinuousBernoulli(of(t))),
            Map.entry("categorical logits", t -> new Categorical(of(t, 3))),
            Map.entry("isotropic logDeviation", t -> new IsotropicGaussian(of(t, 3), of(t, 3))),
            Map.entry(
                "per-dimension logDeviation",
                t -> new HeteroscedasticGaussian(of(t, 2, 3), of(t, 2))),
            Map.entry("laplace logScale", t -> new Laplace(of(t, 3), of(t, 3))),
            Map.entry("student logScale", t -> new StudentT(of(t, 3), of(t, 3), 4)),
            Map.entry("logistic location", t -> new DiscretizedLogistic(of(t), of(t), 4))));
  }

  @Test
  void numbersOutsideTheirDomainAreNamed() {
    refused(
        IllegalArgumentException.class,
        Map.of(
            "standard size", t -> new StandardGaussian(t, 0),
            "student degreesOfFreedom", t -> new StudentT(of(t, 3), of(t), 0),
            "nan degreesOfFreedom", t -> new StudentT(of(t, 3), of(t), Double.NaN),
            "logistic levels", t -> new DiscretizedLogistic(of(t, 3), of(t), 1),
            "categorical levels", t -> new Categorical(of(t, 3, 1)),
            "profile floor", t -> new ProfileGaussian(of(t, 3), Double.NaN, of(t))));
  }
}
