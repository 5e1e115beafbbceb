package vae.models.prior;

import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.wiring.ModelSite;

final class StandardNormalTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    return new StandardNormal(at.sizes().latent());
  }
}
