package vae.core.model;

import vae.core.distribution.StandardGaussian;

final class StandardGaussianPriorTest extends PriorContract {

  @Override
  protected Prior prior(ModelContext context) {
    return tape -> new StandardGaussian(tape, context.latentSize());
  }
}
