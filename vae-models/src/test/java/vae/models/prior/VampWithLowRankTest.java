package vae.models.prior;

import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.wiring.ModelSite;
import vae.models.posterior.LowRank;

final class VampWithLowRankTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    return VampPriorTest.prior(at, new LowRank(at.sizes().latent(), new LowRank.Spec(1)));
  }
}
