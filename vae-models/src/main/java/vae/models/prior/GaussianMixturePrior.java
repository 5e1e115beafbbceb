package vae.models.prior;

import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.GaussianMixture;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Mixture;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A mixture of K Gaussians whose means, deviations and weights are learned with the model.
 *
 * <p>\[ \pi(z) = \sum_{k=1}^K \pi_k\, \mathcal N(z; \mu_k, \mathrm{diag}\,\sigma_k^2), \qquad \pi =
 * \mathrm{softmax}(\ell) \]
 *
 * <p>Means start as draws of \(\mathcal N(0, \mathrm{spread}^2 I)\), named by the experiment's
 * seed; deviations start equal and weights at 1/K. The KL has no closed form: take an estimator
 * that needs densities alone, such as {@code elbo-mc}. Draws pass gradients to means and
 * deviations, not to weights; densities pass them to all.
 *
 * <p>Source: Tomczak and Welling (2018), section 5, who compare with it.
 */
public final class GaussianMixturePrior implements Prior {

  @Describe(
      value = "Mixture of Gaussians, all of it learned.",
      source = "Tomczak and Welling (2018), section 5")
  public record Spec(
      @Default("10") @Describe("K, Gaussians in the mixture, at least 1") int components,
      @Default("1.0") @Describe("standard deviation of each at the start, above 0")
          double deviation,
      @Default("1.0")
          @Describe("standard deviation of the normal law that means start from, at least 0")
          double spread,
      @Default("true") @Describe("whether weights are learned; equal otherwise")
          boolean learnedWeights)
      implements Prior.Spec {

    public Spec {
      Require.atLeast("components", components, 1);
      Require.positive("deviation", deviation);
      Require.nonNegative("spread", spread);
    }
  }

  private final Parameter mean;
  private final Parameter logDeviation;

  /** ℓ [K]; null where weights are equal. */
  private final Parameter logits;

  private GaussianMixturePrior(Parameter mean, Parameter logDeviation, Parameter logits) {
    this.mean = mean;
    this.logDeviation = logDeviation;
    this.logits = logits;
  }

  /** With parameters {@code mean} and {@code logDeviation} [K, m], and {@code logits} [K]. */
  public static GaussianMixturePrior of(Spec spec, ModelSite at) {
    int k = spec.components();
    Shape each = Shape.of(k, at.sizes().latent());
    return new GaussianMixturePrior(
        at.parameters().create("mean", each, Initializer.normal(spec.spread())),
        at.parameters()
            .create("logDeviation", each, Initializer.constant(StrictMath.log(spec.deviation()))),
        spec.learnedWeights()
            ? at.parameters().create("logits", Shape.of(k), Initializer.zeros())
            : null);
  }

  @Override
  public HasDensity on(Tape tape) {
    return new GaussianMixture(
        new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation)), logWeights(tape));
  }

  private Tensor logWeights(Tape tape) {
    if (logits == null) {
      return Mixture.equalWeights(tape, mean.shape().extent(0));
    }
    Tensor unnormalised = tape.parameter(logits);
    return unnormalised.subtract(unnormalised.logSumExp(0));
  }
}
