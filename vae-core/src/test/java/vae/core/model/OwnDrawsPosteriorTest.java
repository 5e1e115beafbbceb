package vae.core.model;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.wiring.ModelSite;

/** A posterior of which nothing is known but its draws and their density. */
final class OwnDrawsPosteriorTest extends PosteriorContract {

  private record Hidden(DiagonalGaussian inner) implements Posterior {

    @Override
    public Shape batchShape() {
      return inner.batchShape();
    }

    @Override
    public Shape eventShape() {
      return inner.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      Draws draws = inner.draw(samples, key);
      return new Own(draws.z(), draws.logProb());
    }

    @Override
    public Posterior stopGradient() {
      return new Hidden(inner.stopGradient());
    }
  }

  private record Own(Tensor z, Tensor logProb) implements Draws {

    @Override
    public Draws stopGradient() {
      throw new MisfitException("needs a density", "Take another.");
    }

    @Override
    public Draws detached() {
      throw new MisfitException("needs a density", "Take another.");
    }
  }

  @Override
  protected PosteriorFamily family(ModelSite at) {
    int m = at.sizes().latent();
    return new PosteriorFamily() {
      @Override
      public int parameterCount() {
        return 2 * m;
      }

      @Override
      public Posterior of(Tensor parameters) {
        return new Hidden(
            new DiagonalGaussian(parameters.slice(-1, 0, m), parameters.slice(-1, m, 2 * m)));
      }
    };
  }
}
