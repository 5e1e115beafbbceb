package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;

/** The KL from Gaussians with dependent coordinates to priors without, batch []. */
final class CorrelatedKlProperties {

  private static final int DRAWS = 20_000;

  private static List<HasDensity> priors(Tape tape, int seed, int m) {
    return List.of(
        new StandardGaussian(tape, m), GaussianFamily.diagonal(tape, seed + 1, Shape.of(m)));
  }

  @Property(tries = 25, seed = "111", edgeCases = EdgeCasesMode.NONE)
  void closedFormIsTheMeanLogRatio(
      @ForAll GaussianFamily family,
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 5) int m) {
    DoubleTape.run(
        tape -> {
          CorrelatedGaussian q = family.member(tape, seed, 2, m);
          Tensor z = q.draw(DRAWS, Key.of(seed)).z();
          for (HasDensity p : priors(tape, seed, m)) {
            Tensor kl = Kl.closedForm(q, p);
            assertEquals(Shape.of(2), kl.shape());
            Tensor ratio = q.logProb(z).subtract(p.logProb(z));
            MonteCarlo.ofEntry(ratio, 0).assertMean("KL", kl.get(0));
            MonteCarlo.ofEntry(ratio, 1).assertMean("KL", kl.get(1));
          }
        });
  }

  /** With the learned prior's batch [] too. */
  @Property(tries = 10, seed = "112")
  void fromADiagonalGaussianToAPriorItIsTheMeanLogRatio(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 5) int m) {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian q = GaussianFamily.diagonal(tape, seed, Shape.of(2, m));
          HasDensity p = GaussianFamily.diagonal(tape, seed + 1, Shape.of(m));
          Tensor z = q.draw(DRAWS, Key.of(seed)).z();
          Tensor ratio = q.logProb(z).subtract(p.logProb(z));
          Tensor kl = Kl.closedForm(q, p);
          assertEquals(Shape.of(2), kl.shape());
          MonteCarlo.ofEntry(ratio, 0).assertMean("KL", kl.get(0));
          MonteCarlo.ofEntry(ratio, 1).assertMean("KL", kl.get(1));
        });
  }

  @Property(tries = 60, seed = "113", edgeCases = EdgeCasesMode.NONE)
  void itIsPositiveBetweenDifferentMembers(
      @ForAll GaussianFamily family,
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 6) int m) {
    DoubleTape.run(
        tape -> {
          for (HasDensity p : priors(tape, seed, m)) {
            assertTrue(Kl.closedForm(family.member(tape, seed, 1, m), p).item() > 0);
          }
        });
  }

  /** Each family has members with independent coordinates: the prior itself is one. */
  @Property(tries = 30, seed = "114")
  void toItselfItIsZero(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 6) int m) {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian p = GaussianFamily.diagonal(tape, seed, Shape.of(m));
          Tensor mean = p.mean().reshape(1, m);
          Tensor log = p.logDeviation().reshape(1, m);
          Tensor none = tape.full(Shape.of(1, m * (m - 1) / 2), 0);
          FullGaussian full = new FullGaussian(mean, LinearAlgebra.lowerTriangle(log.exp(), none));
          assertEquals(0, Kl.closedForm(full, p).item(), 1e-12);
          LowRankGaussian low = new LowRankGaussian(mean, log, tape.full(Shape.of(1, m, 1), 0));
          assertEquals(0, Kl.closedForm(low, p).item(), 1e-12);
          // twice the same reflection is none
          Tensor v = GaussianFamily.normal(tape, seed, "v", Shape.of(1, 1, m));
          HouseholderGaussian turned =
              new HouseholderGaussian(new DiagonalGaussian(mean, log), Tensor.concat(1, v, v));
          assertEquals(0, Kl.closedForm(turned, p).item(), 1e-12);
        });
  }

  @Property(tries = 20, seed = "115")
  void aRotationDoesNotChangeTheKlToTheStandardNormal(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 2, max = 6) int m) {
    DoubleTape.run(
        tape -> {
          CorrelatedGaussian q = GaussianFamily.HOUSEHOLDER.member(tape, seed, 3, m);
          DiagonalGaussian asDiagonal =
              new DiagonalGaussian(tape.full(Shape.of(m), 0), tape.full(Shape.of(m), 0));
          assertArrayEquals(
              Kl.closedForm(q, asDiagonal).toArray().toDoubles(),
              Kl.closedForm(q, new StandardGaussian(tape, m)).toArray().toDoubles(),
              1e-11);
        });
  }

  @Example
  void betweenCorrelatedGaussiansThereIsNone() {
    DoubleTape.run(
        tape -> {
          CorrelatedGaussian q = GaussianFamily.FULL.member(tape, 1, 1, 2);
          CorrelatedGaussian p = GaussianFamily.LOW_RANK.member(tape, 2, 1, 2);
          assertTrue(Kl.find(q, p).isEmpty());
          assertTrue(Kl.find(q, q).isEmpty());
          assertTrue(Kl.find(GaussianFamily.diagonal(tape, 1, Shape.of(1, 2)), p).isEmpty());
        });
  }
}
