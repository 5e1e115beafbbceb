package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Posterior;

final class DiagonalGaussianPosteriorTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelContext context) {
    int m = context.latentSize();
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
