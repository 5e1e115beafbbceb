package vae.core.model;

import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;

/** The generative half on a tape: \(p_\theta(x, z) = \pi(z)\, p_\theta(x \mid z)\). */
public final class GenerativeModel {

  private final Distribution prior;
  private final Decoder decoder;
  private final LikelihoodModel likelihood;

  /** The three slots on the tape. */
  public GenerativeModel(Tape tape, Prior prior, Decoder decoder, LikelihoodModel likelihood) {
    this.prior = prior.on(tape);
    this.decoder = decoder;
    this.likelihood = likelihood;
  }

  /** \(\pi(z)\): batch [], event [m]. */
  public Distribution prior() {
    return prior;
  }

  /** \(p_\theta(x \mid z)\) for z [*S, B, m]: batch [*S, B], event [d]. */
  public Distribution likelihood(Tensor z) {
    return likelihood.given(decoder.decode(z));
  }

  /** \(\log p_\theta(x, z)\) for x [B, d] and z [*S, B, m] → [*S, B], in nats. */
  public Tensor logJoint(Tensor x, Tensor z) {
    return likelihood(z).logProb(x).add(prior.logProb(z));
  }
}
