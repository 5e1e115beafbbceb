package vae.models.posterior;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.network.MaskedNetwork;
import vae.core.network.MaskedNetwork.Outputs;

/**
 * A step of an inverse autoregressive flow, \(f(z) = \sigma \odot z + (1 - \sigma) \odot m\).
 *
 * <p>\([s, m]\) come from an autoregressive network at z, and \(\sigma = \mathrm{sigmoid}(s + b)\);
 * the Jacobian is triangular with diagonal σ.
 *
 * @param bias b
 */
record GatedStep(MaskedNetwork.OnTape network, double bias) implements Bijection {

  @Override
  public Image forward(Tensor z) {
    Outputs at = network.apply(z);
    Tensor m = at.second();
    return new Image(z.subtract(m).multiply(gate(at).sigmoid()).add(m), logVolume(at));
  }

  @Override
  public Image inverse(Tensor y) {
    Outputs at = network.applyToInverse(y, outputs -> inverse(y, outputs));
    return new Image(inverse(y, at), logVolume(at).negate());
  }

  private Tensor inverse(Tensor y, Outputs at) {
    Tensor m = at.second();
    return y.subtract(m).divide(gate(at).sigmoid()).add(m);
  }

  /** s + b. */
  private Tensor gate(Outputs at) {
    return at.first().add(bias);
  }

  /** \(1^\top \log\sigma\). */
  private Tensor logVolume(Outputs at) {
    return gate(at).negate().softplus().sum(-1).negate();
  }

  @Override
  public Bijection stopGradient() {
    MaskedNetwork.OnTape held = network.stopGradient();
    return held == network ? this : new GatedStep(held, bias);
  }
}
