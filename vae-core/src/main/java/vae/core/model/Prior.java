package vae.core.model;

import vae.autodiff.tape.Tape;
import vae.core.distribution.Distribution;

/** The prior \(\pi(z)\) of the latent variable; slot {@code prior}. */
public interface Prior {

  /** The prior on a tape, its parameters (if any) brought along: batch [], event [m]. */
  Distribution on(Tape tape);

  /** What every prior's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
