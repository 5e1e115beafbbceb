package vae.models.posterior;

import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.wiring.ModelSite;

final class FullCovarianceWithSoftplusTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelSite at) {
    FullCovariance.Spec spec = new FullCovariance.Spec(FullCovariance.Positive.SOFTPLUS);
    return new FullCovariance(at.sizes().latent(), spec);
  }
}
