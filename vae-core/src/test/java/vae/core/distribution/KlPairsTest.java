package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;

/** Pairs are open: either side may bring the formula. */
final class KlPairsTest {

  private record Prior(Tape tape) implements Distribution {

    @Override
    public Shape batchShape() {
      return Shape.SCALAR;
    }

    @Override
    public Shape eventShape() {
      return Shape.of(2);
    }

    @Override
    public Draws draw(int samples, Key key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Tensor> klFrom(Posterior q) {
      return q instanceof HasMean known ? Optional.of(known.mean().sum(-1)) : Optional.empty();
    }
  }

  private record Known(Tape tape) implements Posterior {

    @Override
    public Shape batchShape() {
      return Shape.of(1);
    }

    @Override
    public Shape eventShape() {
      return Shape.of(2);
    }

    @Override
    public Draws draw(int samples, Key key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Posterior stopGradient() {
      return this;
    }

    @Override
    public Optional<Tensor> klTo(Distribution p) {
      return p instanceof Laplace ? Optional.empty() : Optional.of(tape.full(Shape.of(1), 7));
    }
  }

  @Test
  void aPriorBringsItsPairWithOurPosterior() {
    DoubleTape.run(
        tape -> {
          Tensor mean = tape.constant(Shape.of(1, 2), 3, 4);
          DiagonalGaussian q = new DiagonalGaussian(mean, mean);
          assertEquals(7, Kl.closedForm(q, new Prior(tape)).get(0));
          assertTrue(Kl.find(new Known(tape), new Laplace(mean, tape.scalar(0))).isEmpty());
        });
  }

  @Test
  void aPosteriorBringsItsPairAndIsAskedFirst() {
    DoubleTape.run(
        tape -> {
          assertEquals(7, Kl.closedForm(new Known(tape), new StandardGaussian(tape, 2)).get(0));
          assertEquals(7, Kl.closedForm(new Known(tape), new Prior(tape)).get(0));
        });
  }

  /** Where coordinates are independent in both, the parts are the whole. */
  @Test
  void coordinatesAreMeasuredAgainstTheActualPrior() {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian q = GaussianFamily.diagonal(tape, 1, Shape.of(3, 2));
          DiagonalGaussian learned = GaussianFamily.diagonal(tape, 2, Shape.of(2));
          for (HasDensity p : new HasDensity[] {new StandardGaussian(tape, 2), learned}) {
            assertArrayEquals(
                Kl.closedForm(q, p).toArray().toDoubles(),
                Kl.perDimension(q, p).orElseThrow().sum(-1).toArray().toDoubles(),
                1e-12);
          }
          Tensor zero = tape.full(Shape.of(2), 0);
          assertTrue(Kl.perDimension(q, new Laplace(zero, tape.scalar(0))).isEmpty());
        });
  }
}
