package vae.core.model;

import vae.core.distribution.StandardGaussian;
import vae.core.wiring.ModelSite;

final class StandardGaussianPriorTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    return tape -> new StandardGaussian(tape, at.sizes().latent());
  }
}
