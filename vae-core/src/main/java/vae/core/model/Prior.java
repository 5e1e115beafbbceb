package vae.core.model;

/** Stand-in. */
public interface Prior {
  /** What every prior's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
