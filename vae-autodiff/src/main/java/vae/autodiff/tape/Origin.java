package vae.autodiff.tape;

/** Where the value of a tensor came from. */
public enum Origin {
  OPERATION,
  PARAMETER,
  /** Elements that were given, among them values that gradients do not pass. */
  CONSTANT,
  /** Standard normal noise. */
  NORMAL,
  /** Uniform noise on [0, 1). */
  UNIFORM
}
