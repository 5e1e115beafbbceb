package vae.models.posterior;

import vae.core.model.ModelContext;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;

final class FullCovarianceWithSoftplusTest extends PosteriorContract {

  @Override
  protected PosteriorFamily family(ModelContext context) {
    FullCovariance.Spec spec = new FullCovariance.Spec(FullCovariance.Positive.SOFTPLUS);
    return new FullCovariance(context.latentSize(), spec);
  }
}
