package vae.core.model;

import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Observation;

/** The generative half on a tape: \(p_\theta(x, z) = \pi(z)\, p_\theta(x \mid z)\). */
public final class GenerativeModel {

  private final Tape tape;
  private final Prior prior;
  private final Decoder decoder;
  private final LikelihoodModel likelihood;
  private final boolean frozen;

  public GenerativeModel(Tape tape, Prior prior, Decoder decoder, LikelihoodModel likelihood) {
    this(tape, prior, decoder, likelihood, false);
  }

  private GenerativeModel(
      Tape tape, Prior prior, Decoder decoder, LikelihoodModel likelihood, boolean frozen) {
    this.tape = tape;
    this.prior = prior;
    this.decoder = decoder;
    this.likelihood = likelihood;
    this.frozen = frozen;
  }

  /**
   * The same model with θ held constant: gradients pass through z and x, not to the parameters of
   * prior, decoder and likelihood.
   */
  public GenerativeModel frozen() {
    return new GenerativeModel(tape, prior, decoder, likelihood, true);
  }

  /** \(\pi(z)\): batch [], event [m]. */
  public HasDensity prior() {
    boolean before = tape.holdParameters(frozen);
    try {
      HasDensity on = prior.on(tape);
      return frozen && tape.differentiates() ? new FrozenDensity(tape, on) : on;
    } finally {
      tape.holdParameters(before);
    }
  }

  /** \(p_\theta(x \mid z)\) for z [*S, B, m]: batch [*S, B], event [d]. */
  public Observation likelihood(Tensor z) {
    boolean before = tape.holdParameters(frozen);
    try {
      return likelihood.given(decoder.decode(z));
    } finally {
      tape.holdParameters(before);
    }
  }

  /** \(\log p_\theta(x, z)\) for x [B, d] and z [*S, B, m] → [*S, B], in nats. */
  public Tensor logJoint(Tensor x, Tensor z) {
    return likelihood(z).logProb(x).add(prior().logProb(z));
  }

  /**
   * \(\log w = \log p_\theta(x, z) - \log q(z)\) for x [B, d] and draws z [*S, B, m] of q → [*S,
   * B], in nats.
   */
  public Tensor logWeights(Tensor x, Draws draws) {
    return likelihood(draws.z()).logProb(x).add(draws.logRatio(prior()));
  }

  /** \(-\log p_\theta(x \mid z)\), the mean over draws z [S, B, m] → [B], in nats. */
  public Tensor distortion(Tensor x, Draws draws) {
    return likelihood(draws.z()).logProb(x).mean(Distribution.SAMPLE).negate();
  }

  /** KL(q ‖ π) by Monte Carlo, the mean over draws z [S, B, m] of q → [B], in nats. */
  public Tensor rate(Draws draws) {
    return draws.logRatio(prior()).mean(Distribution.SAMPLE).negate();
  }
}
