package vae.models.encoder;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.wiring.ModelSite;
import vae.models.layers.SmallNetworks;
import vae.models.posterior.Diagonal;

/** Its posteriors are chosen by x, as those of a family by their parameters. */
final class HierarchicalEncoderTest extends PosteriorContract {

  private static final int DATA = 2;

  @Override
  protected PosteriorFamily family(ModelSite at) {
    int m = at.sizes().latent();
    if (m == 1) {
      return new Diagonal(1); // one coordinate has no layers
    }
    int m1 = m / 2;
    Encoder encoder = SmallNetworks.bent().bottomUp(at.parameters(), DATA, m1, m - m1);
    return new PosteriorFamily() {
      @Override
      public int parameterCount() {
        return DATA;
      }

      @Override
      public Posterior of(Tensor parameters) {
        return encoder.encode(parameters);
      }
    };
  }
}
