package vae.autodiff.kernel;

/**
 * Functions of one element; {@code a} and {@code b} are the parameters that some of them take.
 *
 * <p>Their accuracy is within 2 ulp in both element types. At a kink the derivative is the one of
 * the side where the function is constant: 0 for {@code ABS} and {@code RELU} at 0.
 */
public enum Unary {
  /** \(a x + b\), by one fma. */
  AFFINE,
  EXP,
  LOG,
  LOG1P,
  SQRT,
  SQUARE,
  RECIPROCAL,
  ABS,
  TANH,
  /** \(1 / (1 + e^{-x})\). */
  SIGMOID,
  /** \(\log(1 + e^x)\). */
  SOFTPLUS,
  /** \(\max(x, 0)\). */
  RELU,
  /** \(x\) above 0, \(a x\) below. */
  LEAKY_RELU,
  /** \(x\) above 0, \(a (e^x - 1)\) below. */
  ELU,
  /** \(x \Phi(x)\) with the normal distribution function. */
  GELU,
  /** \(x / (1 + e^{-x})\). */
  SILU,
  /** \(x\) held within \([a, b]\); the derivative is 1 inside and at the ends. */
  CLAMP,
  ERF
}
