package vae.core.model;

/** Stand-in. */
public interface Encoder {
  /** What every Encoder's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
