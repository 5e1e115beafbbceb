package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * Posteriors of two layers, \(q(z_1 \mid x)\, q(z_2 \mid z_1)\) from the bottom up or \(q(z_2 \mid
 * x)\, q(z_1 \mid z_2, x)\) from the top down: a {@link LayeredDensity} for each example.
 *
 * <p>Held constant, φ is held in both factors, and gradients still pass from the density of the
 * second through z of the first: only then is the doubly reparameterised gradient unbiased, and is
 * that of sticking the landing 0 at the true posterior. Source: Bauer and Mnih (2021), section 4.
 *
 * <p>Its density asks both layers for theirs, and throws a {@link MisfitException} where one is
 * known at its own draws alone.
 *
 * @param first what is drawn first: batch [*S, B]
 * @param second what is drawn given the first
 * @param secondSize numbers in a draw of the second, ≥ 1
 */
public record LayeredPosterior(
    Posterior first, Conditional second, LayeredDensity.Order order, int secondSize)
    implements Posterior, HasDensity {

  private LayeredDensity density() {
    return new LayeredDensity(first, second, order, secondSize);
  }

  @Override
  public Shape batchShape() {
    return first.batchShape();
  }

  @Override
  public Shape eventShape() {
    return density().eventShape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return density().draw(samples, key);
  }

  @Override
  public Tensor logProb(Tensor z) {
    return density().logProb(z);
  }

  @Override
  public LayeredPosterior stopGradient() {
    return new LayeredPosterior(first.stopGradient(), second.stopGradient(), order, secondSize);
  }
}
