package vae.models.prior;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.network.MaskedNetwork;
import vae.core.network.MaskedNetwork.Outputs;

/**
 * An affine coupling, \(f(u) = u \odot e^s + t\) with s and t zero for the coordinates that stay.
 *
 * <p>\(s = \lambda \odot \tanh \hat s\), and \([\hat s, t]\) come from a network that sees the
 * coordinates that stay alone: both directions take one pass.
 *
 * <p>Source: Dinh, Sohl-Dickstein and Bengio (2017), section 3.2; there too s is a hyperbolic
 * tangent with a learned scale.
 *
 * @param scale λ, [m]
 * @param changed 1 for the coordinates that change, 0 for those that stay, [m]
 */
record CouplingStep(MaskedNetwork.OnTape network, Tensor scale, Tensor changed)
    implements Bijection {

  @Override
  public Image forward(Tensor u) {
    Outputs at = network.apply(u);
    Tensor s = logScale(at);
    return new Image(u.multiply(s.exp()).add(shift(at)), s.sum(-1));
  }

  @Override
  public Image inverse(Tensor z) {
    Outputs at = network.apply(z);
    Tensor negative = logScale(at).negate();
    return new Image(z.subtract(shift(at)).multiply(negative.exp()), negative.sum(-1));
  }

  private Tensor logScale(Outputs at) {
    return at.first().tanh().multiply(scale.multiply(changed));
  }

  private Tensor shift(Outputs at) {
    return at.second().multiply(changed);
  }

  @Override
  public Bijection stopGradient() {
    MaskedNetwork.OnTape held = network.stopGradient();
    return held == network ? this : new CouplingStep(held, scale.detach(), changed);
  }
}
