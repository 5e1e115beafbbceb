package vae.models.prior;

import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.wiring.ModelSite;

final class FixedGaussianTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    return Gaussian.fixed(at.sizes().latent(), 2.5);
  }
}
