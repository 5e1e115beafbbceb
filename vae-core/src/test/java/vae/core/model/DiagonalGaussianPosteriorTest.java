package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Posterior;
import vae.core.wiring.ModelSite;

final class DiagonalGaussianPosteriorTest extends PosteriorContract {

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
        return new DiagonalGaussian(parameters.slice(-1, 0, m), parameters.slice(-1, m, 2 * m));
      }
    };
  }
}
