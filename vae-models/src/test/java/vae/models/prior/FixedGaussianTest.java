package vae.models.prior;

import vae.core.model.ModelContext;
import vae.core.model.Prior;
import vae.core.model.PriorContract;

final class FixedGaussianTest extends PriorContract {

  @Override
  protected Prior prior(ModelContext context) {
    return Gaussian.fixed(context.latentSize(), 2.5);
  }
}
