package vae.core.model;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.IsotropicGaussian;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

/** A Gaussian likelihood with a parameter of its own. */
final class LearnedNoiseLikelihoodTest extends LikelihoodContract {

  private record PlainSpec() implements LikelihoodModel.Spec {
    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  @Override
  protected LikelihoodModel likelihood(ModelSite at) {
    Parameter logSigma =
        at.parameters().create("logSigma", Shape.SCALAR, Initializer.constant(-0.4));
    return output -> new IsotropicGaussian(output, output.tape().parameter(logSigma));
  }

  @Override
  protected LikelihoodModel.Spec spec() {
    return new PlainSpec();
  }

  @Override
  protected Optional<QuadratureRule> support() {
    return Optional.empty();
  }
}
