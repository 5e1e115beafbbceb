package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.MonteCarlo;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

/**
 * What every {@link PosteriorFamily} and its members must satisfy; a family is covered by a
 * subclass that makes it.
 *
 * <p>Members are chosen by normal parameters of deviation 0.7, as an encoder would give them.
 */
public abstract class PosteriorContract {

  private static final int DRAWS = 40_000;

  /** The family of a run at this site: F64 parameters, one data dimension. */
  protected abstract PosteriorFamily family(ModelSite at);

  /** A family, and encoder outputs [B, P] as a parameter. */
  private record Example(PosteriorFamily family, Parameter outputs, List<Parameter> all) {

    Posterior on(Tape tape) {
      return family.of(tape.parameter(outputs));
    }
  }

  private Example example(int batch, int latentSize, int seed) {
    ModelSite at = ModelSites.of(1, latentSize, seed);
    Parameters parameters = at.parameters();
    PosteriorFamily family = family(at.in("posterior"));
    Shape shape = Shape.of(batch, family.parameterCount());
    Parameter outputs = parameters.create("outputs", shape, Initializer.normal(0.7));
    return new Example(family, outputs, parameters.list());
  }

  private void forSizes(int batch, int largest, Consumer<Posterior> check) {
    for (int m = 1; m <= largest; m++) {
      Example example = example(batch, m, m);
      DoubleTape.run(tape -> check.accept(example.on(tape)));
    }
  }

  @Test
  final void shapesAreThoseOfTheInterface() {
    for (int m = 1; m <= 3; m++) {
      Shape event = Shape.of(m);
      forSizesExactly(
          m,
          q -> {
            DistributionChecks.shapes(q, Shape.of(4), event);
            DistributionChecks.shapes(q.marginals(), Shape.of(4), event);
            DistributionChecks.shapes(q.stopGradient(), Shape.of(4), event);
          });
    }
  }

  private void forSizesExactly(int latentSize, Consumer<Posterior> check) {
    Example example = example(4, latentSize, latentSize);
    DoubleTape.run(tape -> check.accept(example.on(tape)));
  }

  @Test
  final void drawsFollowTheKey() {
    forSizes(4, 3, DistributionChecks::drawsFollowTheKey);
  }

  /** The example that a row stands for names its noise, wherever it stands in the batch. */
  @Property(tries = 10, seed = "11")
  final void drawsDoNotDependOnTheBatch(@ForAll @IntRange(min = 1, max = 1000) int seed) {
    Example example = example(4, 3, seed);
    Key key = Key.of(seed);
    DoubleTape.run(
        tape -> {
          Tensor outputs = tape.parameter(example.outputs());
          Tensor all = example.on(tape).sample(2, key.rows(new long[] {10, 11, 12, 13}));
          Tensor some =
              example.family().of(outputs.gather(3, 1)).sample(2, key.rows(new long[] {13, 11}));
          assertArrayEquals(event(all, 0, 3), event(some, 0, 0));
          assertArrayEquals(event(all, 1, 1), event(some, 1, 1));
        });
  }

  /** Two examples with the same posterior, and two samples of one example, differ. */
  @Test
  final void rowsAndSamplesHaveNoiseOfTheirOwn() {
    Example example = example(1, 3, 3);
    DoubleTape.run(
        tape -> {
          Tensor twice = tape.parameter(example.outputs()).gather(0, 0);
          Tensor z = example.family().of(twice).sample(2, Key.of(18).rows(new long[] {10, 11}));
          assertFalse(Arrays.equals(event(z, 0, 0), event(z, 0, 1)), "two rows");
          assertFalse(Arrays.equals(event(z, 0, 0), event(z, 1, 0)), "two samples");
        });
  }

  /** z [S, B, m] → [m]. */
  private static double[] event(Tensor z, int sample, int row) {
    int m = z.shape().extent(-1);
    int at = (sample * z.shape().extent(1) + row) * m;
    return Arrays.copyOfRange(z.toArray().toDoubles(), at, at + m);
  }

  @Test
  final void densityIntegratesToOne() {
    forSizes(1, 2, q -> DistributionChecks.normalised(q, DistributionChecks.ruleFor(q)));
  }

  @Test
  final void drawsFollowTheDensity() {
    forSizes(1, 2, q -> DistributionChecks.drawsFollowTheDensity(q, DistributionChecks.ruleFor(q)));
  }

  @Test
  final void drawsHaveTheMean() {
    forSizes(3, 3, DistributionChecks::drawsHaveTheMean);
  }

  @Test
  final void marginalsHaveTheMomentsOfTheDraws() {
    forSizes(
        2,
        3,
        q -> {
          Tensor mean = q.marginals().mean();
          Tensor variance = q.marginals().logDeviation().multiply(2).exp();
          Tensor squares = q.sample(DRAWS, Key.of(12)).subtract(mean).square();
          for (int i = 0; i < variance.shape().size(); i++) {
            MonteCarlo.ofEntry(squares, i).assertMean("variance [" + i + "]", variance.get(i));
            assertEquals(q.mean().get(i), mean.get(i), 1e-12, "mean [" + i + "]");
          }
        });
  }

  @Test
  final void entropyIsExpectedSurprise() {
    forSizes(3, 3, DistributionChecks::entropyIsExpectedSurprise);
  }

  @Test
  final void stoppingGradientsChangesNoValue() {
    forSizes(
        4,
        3,
        q -> {
          Tensor z = q.sample(3, Key.of(13));
          assertArrayEquals(
              q.logProb(z).toArray().toDoubles(),
              q.stopGradient().logProb(z).toArray().toDoubles());
        });
  }

  @Test
  final void stopGradientCutsTheParameters() {
    Example example = example(4, 3, 3);
    for (Parameter parameter : example.all()) {
      double[] score =
          GradientCheck.gradient(
              parameter,
              tape -> {
                Posterior q = example.on(tape);
                Tensor z = q.sample(2, Key.of(14)).detach();
                return q.stopGradient().logProb(z).add(tape.parameter(parameter).sum()).sum();
              });
      double[] ones = new double[score.length];
      Arrays.fill(ones, 2 * 4);
      assertArrayEquals(ones, score, "only the term that was added depends on " + parameter);
    }
  }

  /** What is left is the path: the derivative with the density's own parameters held. */
  @Test
  final void stopGradientKeepsThePath() {
    Example example = example(2, 3, 3);
    Example held = example(2, 3, 3);
    GradientCheck.check(
        "path",
        example.all(),
        tape -> {
          Posterior q = example.on(tape);
          return q.stopGradient().logProb(q.sample(2, Key.of(15))).sum();
        },
        tape -> held.on(tape).logProb(example.on(tape).sample(2, Key.of(15))).sum());
  }

  @Test
  final void drawsAreDifferentiableByTheParameters() {
    Example example = example(2, 3, 3);
    GradientCheck.check(
        "draws",
        example.all(),
        tape -> example.on(tape).sample(2, Key.of(16)).tanh().square().sum());
    GradientCheck.check(
        "log density of draws",
        example.all(),
        tape -> {
          Posterior q = example.on(tape);
          return q.logProb(q.sample(2, Key.of(17))).square().sum();
        });
  }

  @Property(tries = 20, seed = "12")
  final void closedFormKlIsNotNegative(
      @ForAll @IntRange(min = 1, max = 1000) int seed, @ForAll @IntRange(min = 1, max = 6) int m) {
    Example example = example(3, m, seed);
    DoubleTape.run(
        tape ->
            Kl.find(example.on(tape), new StandardGaussian(tape, m))
                .ifPresent(
                    kl -> {
                      for (int i = 0; i < 3; i++) {
                        assertTrue(kl.get(i) >= 0, "KL " + kl.get(i));
                      }
                    }));
  }

  @Property(tries = 6, seed = "13")
  final void closedFormKlIsTheMeanLogRatio(
      @ForAll @IntRange(min = 1, max = 1000) int seed, @ForAll @IntRange(min = 1, max = 4) int m) {
    Example example = example(2, m, seed);
    Example other = example(2, m, seed + 1);
    DoubleTape.run(
        tape -> {
          Posterior q = example.on(tape);
          for (Distribution p : List.of(new StandardGaussian(tape, m), other.on(tape))) {
            Tensor z = q.sample(DRAWS, Key.of(seed)).detach();
            Tensor ratio = q.logProb(z).subtract(p.logProb(z));
            Kl.find(q, p)
                .ifPresent(
                    kl -> {
                      MonteCarlo.ofEntry(ratio, 0).assertMean("KL", kl.get(0));
                      MonteCarlo.ofEntry(ratio, 1).assertMean("KL", kl.get(1));
                    });
          }
        });
  }

  @Test
  final void klToItselfIsZero() {
    forSizes(
        3,
        3,
        q ->
            Kl.find(q, q)
                .ifPresent(
                    kl -> assertArrayEquals(new double[3], kl.toArray().toDoubles(), 1e-12)));
  }
}
