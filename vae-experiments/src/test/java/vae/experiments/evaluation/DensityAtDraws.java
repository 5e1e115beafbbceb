package vae.experiments.evaluation;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.core.distribution.Draws;
import vae.core.distribution.Posterior;

/** As a planar flow: the density of another posterior is known at its own draws alone. */
public record DensityAtDraws(Posterior of) implements Posterior {

  @Override
  public Shape batchShape() {
    return of.batchShape();
  }

  @Override
  public Shape eventShape() {
    return of.eventShape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return of.draw(samples, key);
  }

  @Override
  public Posterior stopGradient() {
    return new DensityAtDraws(of.stopGradient());
  }
}
