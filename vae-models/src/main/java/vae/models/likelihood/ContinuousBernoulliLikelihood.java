package vae.models.likelihood;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.ContinuousBernoulli;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Describe;

/**
 * Independent observations in [0, 1] whose logits are the decoder's output: the Bernoulli
 * likelihood with the normaliser that grey values need.
 *
 * <p>\[ \log p(x \mid z) = \sum_j x_j \ell_j - \log(1 + e^{\ell_j}) + \log \frac{\ell_j}
 * {\tanh(\ell_j/2)} \]
 *
 * <p>A density: its nats do not compare with those of binary data.
 *
 * <p>Source: Loaiza-Ganem and Cunningham (2019), The continuous Bernoulli.
 */
public final class ContinuousBernoulliLikelihood implements LikelihoodModel {

  @Describe(
      value = "Independent observations in [0, 1]; the decoder gives logits.",
      source = "Loaiza-Ganem and Cunningham (2019)")
  public record Spec() implements LikelihoodModel.Spec {

    /** The logits of these means, held within [0.001, 0.999]. */
    @Override
    public double[] outputFor(double[] mean) {
      return UnitMeans.outputs(mean, ContinuousBernoulli::logitFor);
    }

    @Override
    public boolean needsUnitInterval() {
      return true;
    }
  }

  @Override
  public Observation given(Tensor output) {
    return new ContinuousBernoulli(output);
  }
}
