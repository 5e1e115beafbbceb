package vae.models.prior;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.network.MaskedNetwork;
import vae.core.network.MaskedNetwork.Outputs;

/**
 * A step of a masked autoregressive flow, \(f(u) = z\) with \(z_i = u_i e^{\alpha_i} + \mu_i\).
 *
 * <p>\([\alpha_i, \mu_i]\) come from an autoregressive network at \(z_1, \ldots, z_{i-1}\), so that
 * the inverse takes one pass and f itself m.
 *
 * <p>Source: Papamakarios, Pavlakou and Murray (2017), eqs. 3 to 5.
 */
record AutoregressiveStep(MaskedNetwork.OnTape network) implements Bijection {

  @Override
  public Image forward(Tensor u) {
    Outputs at = network.applyToInverse(u, outputs -> forward(u, outputs));
    return new Image(forward(u, at), at.first().sum(-1));
  }

  private static Tensor forward(Tensor u, Outputs at) {
    return u.multiply(at.first().exp()).add(at.second());
  }

  @Override
  public Image inverse(Tensor z) {
    Outputs at = network.apply(z);
    Tensor negative = at.first().negate();
    return new Image(z.subtract(at.second()).multiply(negative.exp()), negative.sum(-1));
  }

  @Override
  public Bijection stopGradient() {
    MaskedNetwork.OnTape held = network.stopGradient();
    return held == network ? this : new AutoregressiveStep(held);
  }
}
