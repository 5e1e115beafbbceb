package vae.models.wiring;

import vae.core.model.LikelihoodModel;
import vae.core.wiring.SlotModule;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.GaussianLikelihood;

/** The components of slot {@code likelihood}. */
public final class LikelihoodModule extends SlotModule<LikelihoodModel> {

  /** The slot {@code likelihood}. */
  public LikelihoodModule() {
    super("likelihood", LikelihoodModel.class, LikelihoodModel.Spec.class);
  }

  @Override
  protected void components() {
    component("gaussian", GaussianLikelihood.Spec.class, GaussianLikelihood.Factory.class);
    component("bernoulli", BernoulliLikelihood.Spec.class, BernoulliLikelihood.Factory.class);
  }
}
