package vae.core.model;

/** Stand-in. */
public interface LikelihoodModel {
  /** What every LikelihoodModel's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
