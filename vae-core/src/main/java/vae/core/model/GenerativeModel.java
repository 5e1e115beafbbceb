package vae.core.model;

import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.FrozenDensity;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Observation;
import vae.core.distribution.PartialObservation;

/**
 * The generative half on a tape: \(p_\theta(x, z) = \pi(z)\, p_\theta(x \mid z)\).
 *
 * <p>Where x is known in part, it is the model of what is known, \(p_\theta(x_{\mathrm{obs}}, z) =
 * \pi(z) \prod_{j \in \mathrm{obs}} p_\theta(x_j \mid z)\), and every density is one of that.
 */
public final class GenerativeModel {

  private final Tape tape;
  private final Prior prior;
  private final Decoder decoder;
  private final LikelihoodModel likelihood;
  private final boolean frozen;
  private HasDensity density;

  /** [B, d], 1 where x is known; null where all is. */
  private final Tensor observed;

  public GenerativeModel(Tape tape, Prior prior, Decoder decoder, LikelihoodModel likelihood) {
    this(tape, prior, decoder, likelihood, false, null);
  }

  private GenerativeModel(
      Tape tape,
      Prior prior,
      Decoder decoder,
      LikelihoodModel likelihood,
      boolean frozen,
      Tensor observed) {
    this.tape = tape;
    this.prior = prior;
    this.decoder = decoder;
    this.likelihood = likelihood;
    this.frozen = frozen;
    this.observed = observed;
  }

  /**
   * The model of x that is known in part.
   *
   * @param known [B, d], 1 where x is known and 0 where it is missing
   */
  public GenerativeModel observing(Tensor known) {
    return new GenerativeModel(tape, prior, decoder, likelihood, frozen, known);
  }

  /**
   * Refuses x that is known in part, for what takes x past {@link Observation#logProb}.
   *
   * @param reason the end of a sentence that begins with the component
   * @throws MisfitException where a value is missing
   */
  public void requireComplete(String reason, String fix) {
    if (observed != null) {
      throw new MisfitException(reason, fix);
    }
  }

  /**
   * The same model with θ held constant: gradients pass through z and x, not to the parameters of
   * prior, decoder and likelihood.
   */
  public GenerativeModel frozen() {
    return new GenerativeModel(tape, prior, decoder, likelihood, true, observed);
  }

  /** \(\pi(z)\): batch [], event [m]; brought onto the tape once. */
  public HasDensity prior() {
    if (density == null) {
      density = onTape();
    }
    return density;
  }

  private HasDensity onTape() {
    boolean before = tape.holdParameters(frozen);
    try {
      HasDensity on = prior.on(tape);
      return frozen && tape.differentiates() ? new FrozenDensity(tape, on) : on;
    } finally {
      tape.holdParameters(before);
    }
  }

  /**
   * \(p_\theta(x \mid z)\) for z [*S, B, m]: batch [*S, B], event [d]. Its densities are those of
   * the known values of x; mean and draws are of all.
   */
  public Observation likelihood(Tensor z) {
    boolean before = tape.holdParameters(frozen);
    try {
      Observation all = likelihood.given(decoder.decode(z));
      return observed == null ? all : new PartialObservation(all, observed);
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
