package vae.models.prior;

import vae.autodiff.tape.Tape;
import vae.core.distribution.HasDensity;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Prior;
import vae.core.spec.Describe;

/**
 * The standard normal prior, \(\pi(z) = \mathcal N(0, I_m)\).
 *
 * <p>Source: Kingma and Welling (2014), section 3.
 *
 * @param latentSize m ≥ 1
 */
public record StandardNormal(int latentSize) implements Prior {

  @Describe(
      value = "The standard normal prior N(0, I).",
      source = "Kingma and Welling (2014), section 3")
  public record Spec() implements Prior.Spec {}

  @Override
  public HasDensity on(Tape tape) {
    return new StandardGaussian(tape, latentSize);
  }
}
