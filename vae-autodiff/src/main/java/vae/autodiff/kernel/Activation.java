package vae.autodiff.kernel;

/**
 * Activations whose derivative is a function of their value, so that a fused layer keeps only its
 * output.
 */
public enum Activation {
  IDENTITY,
  /** \(\max(x, 0)\). */
  RELU,
  TANH,
  /** \(1 / (1 + e^{-x})\). */
  SIGMOID
}
