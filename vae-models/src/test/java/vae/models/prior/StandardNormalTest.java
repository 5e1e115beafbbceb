package vae.models.prior;

import vae.core.model.ModelContext;
import vae.core.model.Prior;
import vae.core.model.PriorContract;

final class StandardNormalTest extends PriorContract {

  @Override
  protected Prior prior(ModelContext context) {
    return new StandardNormal(context.latentSize());
  }
}
