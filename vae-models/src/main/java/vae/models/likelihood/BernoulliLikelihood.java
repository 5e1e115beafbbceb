package vae.models.likelihood;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bernoulli;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Describe;

/**
 * Independent binary observations whose logits are the decoder's output.
 *
 * <p>For data in {0, 1}: grey images must be binarized by a named protocol first, otherwise the
 * value is not a likelihood.
 */
public final class BernoulliLikelihood implements LikelihoodModel {

  @Describe(
      value = "Independent binary observations; the decoder gives logits. Needs binarized data.",
      source = "Kingma and Welling (2014), appendix C.1")
  public record Spec() implements LikelihoodModel.Spec {

    /** \(\log(p / (1 - p))\), with p held within [0.001, 0.999]. */
    @Override
    public double[] outputFor(double[] mean) {
      return UnitMeans.outputs(mean, p -> StrictMath.log(p / (1 - p)));
    }

    @Override
    public boolean needsBinaryData() {
      return true;
    }
  }

  @Override
  public Observation given(Tensor output) {
    return new Bernoulli(output);
  }
}
