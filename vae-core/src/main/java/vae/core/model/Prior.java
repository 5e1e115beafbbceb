package vae.core.model;

import vae.autodiff.tape.Tape;
import vae.core.distribution.HasDensity;

/** The prior \(\pi(z)\) of the latent variable; slot {@code prior}. */
public interface Prior {

  /**
   * The prior on a tape, its parameters (if any) brought along: batch [], or [B] where it takes a
   * condition; event [m].
   */
  HasDensity on(Tape tape);

  /**
   * The same prior for one pass, with what it takes from it: condition, noise of its layers,
   * encoder.
   */
  default Prior given(Pass pass) {
    return this;
  }

  /**
   * The same prior for many passes during which no parameter changes: what each would compute anew
   * is computed once on the pass's tape, which differentiates nothing, and kept outside it.
   */
  default Prior settled(Pass pass) {
    return this;
  }

  default boolean takesCondition() {
    return false;
  }

  interface Spec extends vae.core.spec.Spec {}
}
