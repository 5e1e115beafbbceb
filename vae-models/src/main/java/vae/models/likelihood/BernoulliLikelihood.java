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

  /** Means are held this far from 0 and 1 when a bias starts at them. */
  private static final double MARGIN = 1e-3;

  @Describe(
      value = "Independent binary observations; the decoder gives logits. Needs binarized data.",
      source = "Kingma and Welling (2014), appendix C.1")
  public record Spec() implements LikelihoodModel.Spec {

    /** \(\log(p / (1 - p))\), with p held within [0.001, 0.999]. */
    @Override
    public double[] outputFor(double[] mean) {
      double[] logits = new double[mean.length];
      for (int i = 0; i < mean.length; i++) {
        double p = Math.min(Math.max(mean[i], MARGIN), 1 - MARGIN);
        logits[i] = StrictMath.log(p / (1 - p));
      }
      return logits;
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
