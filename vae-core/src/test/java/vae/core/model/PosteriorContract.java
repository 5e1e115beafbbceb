package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
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
            DistributionChecks.shapes(q.stopGradient(), Shape.of(4), event);
          });
    }
  }

  private void forDensities(int batch, int largest, Consumer<HasDensity> check) {
    forSizes(
        batch,
        largest,
        q -> {
          if (q instanceof HasDensity known) {
            check.accept(known);
          }
        });
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
          Tensor all = example.on(tape).draw(2, key.rows(new long[] {10, 11, 12, 13})).z();
          Tensor some =
              example.family().of(outputs.gather(3, 1)).draw(2, key.rows(new long[] {13, 11})).z();
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
          Tensor z = example.family().of(twice).draw(2, Key.of(18).rows(new long[] {10, 11})).z();
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
    forSizes(2, 3, DistributionChecks::densityOfDrawsIntegratesToOne);
    forDensities(1, 2, q -> DistributionChecks.normalised(q, DistributionChecks.ruleFor(q)));
  }

  @Test
  final void drawsFollowTheDensity() {
    forDensities(
        1, 2, q -> DistributionChecks.drawsFollowTheDensity(q, DistributionChecks.ruleFor(q)));
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
          if (!(q instanceof HasMarginals known)) {
            return;
          }
          Tensor mean = known.marginals().mean();
          Tensor variance = known.marginals().logDeviation().multiply(2).exp();
          Tensor squares = q.draw(DRAWS, Key.of(12)).z().subtract(mean).square();
          for (int i = 0; i < variance.shape().size(); i++) {
            MonteCarlo.ofEntry(squares, i).assertMean("variance [" + i + "]", variance.get(i));
            if (q instanceof HasMean centre) {
              assertEquals(centre.mean().get(i), mean.get(i), 1e-12, "mean [" + i + "]");
            }
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
          Draws draws = q.draw(3, Key.of(13));
          double[] expected = draws.logProb().toArray().toDoubles();
          for (Draws held : held(draws)) {
            assertArrayEquals(
                draws.z().toArray().toDoubles(), held.z().toArray().toDoubles(), "draws");
            assertArrayEquals(expected, held.logProb().toArray().toDoubles(), "log densities");
          }
        });
  }

  /** The draws with parameters, with z and with both held; none where the family refuses. */
  private static List<Draws> held(Draws draws) {
    try {
      return List.of(draws.stopGradient(), draws.detached(), draws.detached().stopGradient());
    } catch (MisfitException e) {
      return List.of();
    }
  }

  /** The ratio beside a prior may take a shorter way than the densities, and has their value. */
  @Test
  final void drawsCarryTheirDensity() {
    forSizes(
        4,
        3,
        q -> {
          Draws draws = q.draw(3, Key.of(19));
          StandardGaussian p = new StandardGaussian(draws.z().tape(), q.eventShape().extent(0));
          Tensor ratio = p.logProb(draws.z()).subtract(draws.logProb());
          double[] expected = ratio.toArray().toDoubles();
          assertArrayEquals(expected, draws.logRatio(p).toArray().toDoubles(), 1e-10, "ratio");
          if (q instanceof HasDensity known) {
            assertArrayEquals(
                known.logProb(draws.z()).toArray().toDoubles(),
                draws.logProb().toArray().toDoubles(),
                1e-10,
                "density");
          }
        });
  }

  /** Parameters of a batch [S, B], as a second layer has them: one member for each entry. */
  @Test
  final void aBatchMayHaveSeveralAxes() {
    Example example = example(6, 3, 3);
    Key key = Key.of(20).rows(new long[] {10, 11, 12});
    DoubleTape.run(
        tape -> {
          Tensor outputs = tape.parameter(example.outputs());
          int width = outputs.shape().extent(-1);
          Posterior q = example.family().of(outputs.reshape(2, 3, width));
          DistributionChecks.shapes(q, Shape.of(2, 3), Shape.of(3));
          Draws draws = q.draw(2, key);
          Tensor first = draws.z().slice(0, 0, 1).reshape(2, 3, 3);
          Posterior flat = example.family().of(outputs);
          if (q instanceof HasDensity batched && flat instanceof HasDensity members) {
            assertArrayEquals(
                members.logProb(first.reshape(6, 3)).toArray().toDoubles(),
                batched.logProb(first).toArray().toDoubles());
          }
          if (q instanceof HasMarginals batched && flat instanceof HasMarginals members) {
            assertArrayEquals(
                members.marginals().logDeviation().toArray().toDoubles(),
                batched.marginals().logDeviation().toArray().toDoubles());
          }
          assertFalse(Arrays.equals(event(first, 0, 0), event(first, 1, 0)), "noise of samples");
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
                Draws draws = example.on(tape).draw(2, Key.of(14));
                Tensor one = tape.parameter(parameter).sum();
                return held(draws).isEmpty()
                    ? one.multiply(2 * 4)
                    : draws.detached().stopGradient().logProb().add(one).sum();
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
    boolean refused =
        DoubleTape.compute(tape -> held(example.on(tape).draw(2, Key.of(15))).isEmpty());
    if (refused) {
      return;
    }
    GradientCheck.check(
        "path",
        example.all(),
        tape -> example.on(tape).draw(2, Key.of(15)).stopGradient().logProb().sum(),
        tape -> density(held.on(tape)).logProb(example.on(tape).draw(2, Key.of(15)).z()).sum());
  }

  private static HasDensity density(Posterior q) {
    return assertInstanceOf(HasDensity.class, q, "held draws need a density that is known");
  }

  @Test
  final void drawsAreDifferentiableByTheParameters() {
    Example example = example(2, 3, 3);
    GradientCheck.check(
        "draws",
        example.all(),
        tape -> example.on(tape).draw(2, Key.of(16)).z().tanh().square().sum());
    GradientCheck.check(
        "log density of draws",
        example.all(),
        tape -> example.on(tape).draw(2, Key.of(17)).logProb().square().sum());
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
          List<Distribution> others = List.of(new StandardGaussian(tape, m), other.on(tape));
          for (Distribution each : others) {
            if (!(each instanceof HasDensity p)) {
              continue;
            }
            Kl.find(q, p)
                .ifPresent(
                    kl -> {
                      Tensor ratio = q.draw(DRAWS, Key.of(seed)).logRatio(p).negate();
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
