package vae.core.model;

/** Stand-in. */
public interface Decoder {
  /** What every Decoder's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
