package vae.models.wiring;

import vae.core.model.LikelihoodModel;
import vae.core.model.ObservationNoise;
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

  public LikelihoodModule() {
    super("likelihood", LikelihoodModel.class, LikelihoodModel.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "gaussian",
        GaussianLikelihood.Spec.class,
        (spec, at) ->
            new GaussianLikelihood(at.make(ObservationNoise.class, "noise", spec.noise())));
    component("bernoulli", BernoulliLikelihood.Spec.class, (_, _) -> new BernoulliLikelihood());
    component(
        "continuous-bernoulli",
        ContinuousBernoulliLikelihood.Spec.class,
        (_, _) -> new ContinuousBernoulliLikelihood());
    modelComponent("laplace", LaplaceLikelihood.Spec.class, LaplaceLikelihood::new);
    modelComponent("student-t", StudentTLikelihood.Spec.class, StudentTLikelihood::new);
    modelComponent(
        "discretized-logistic",
        DiscretizedLogisticLikelihood.Spec.class,
        DiscretizedLogisticLikelihood::new);
    component(
        "categorical",
        CategoricalLikelihood.Spec.class,
        (spec, _) -> new CategoricalLikelihood(spec));
  }
}
