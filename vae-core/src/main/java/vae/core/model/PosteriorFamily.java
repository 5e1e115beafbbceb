package vae.core.model;

/** Stand-in. */
public interface PosteriorFamily {
  /** What every PosteriorFamily's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
