package vae.core.model;

/** Stand-in. */
public interface Estimator {
  /** What every Estimator's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
