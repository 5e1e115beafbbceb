package vae.models.prior;

/** What learned inputs of an encoder start at. */
public enum PseudoInputStart {
  /** Different training examples, and normal noise. */
  DATA,
  /** Normal noise around one number. */
  RANDOM
}
