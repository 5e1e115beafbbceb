package vae.models.wiring;

import vae.core.model.LikelihoodModel;
import vae.core.wiring.SlotModule;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.CategoricalLikelihood;
import vae.models.likelihood.ContinuousBernoulliLikelihood;
import vae.models.likelihood.DiscretizedLogisticLikelihood;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.likelihood.LaplaceLikelihood;
import vae.models.likelihood.StudentTLikelihood;

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
    component(
        "continuous-bernoulli",
        ContinuousBernoulliLikelihood.Spec.class,
        ContinuousBernoulliLikelihood.Factory.class);
    component("laplace", LaplaceLikelihood.Spec.class, LaplaceLikelihood.Factory.class);
    component("student-t", StudentTLikelihood.Spec.class, StudentTLikelihood.Factory.class);
    component(
        "discretized-logistic",
        DiscretizedLogisticLikelihood.Spec.class,
        DiscretizedLogisticLikelihood.Factory.class);
    component("categorical", CategoricalLikelihood.Spec.class, CategoricalLikelihood.Factory.class);
  }
}
