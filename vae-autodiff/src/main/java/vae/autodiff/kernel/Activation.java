package vae.autodiff.kernel;

/**
 * What a layer applies to its sums.
 *
 * <p>Where the derivative is a function of the value, a fused layer keeps only its output. GELU and
 * SiLU fall and rise, so their value does not give their derivative: a layer applies them in an
 * operation of their own, which keeps the sums too.
 */
public enum Activation {
  IDENTITY(null, 0),
  /** \(\max(x, 0)\). */
  RELU(Unary.RELU, 0),
  TANH(Unary.TANH, 0),
  /** \(1 / (1 + e^{-x})\). */
  SIGMOID(Unary.SIGMOID, 0),
  /** \(x\) above 0, \(0.01 x\) below. Source: Maas, Hannun and Ng (2013). */
  LEAKY_RELU(Unary.LEAKY_RELU, 0.01),
  /** \(x\) above 0, \(e^x - 1\) below. Source: Clevert, Unterthiner and Hochreiter (2016). */
  ELU(Unary.ELU, 1),
  /** \(\log(1 + e^x)\). Source: Dugas et al. (2001). */
  SOFTPLUS(Unary.SOFTPLUS, 0),
  /**
   * \(x \Phi(x)\) with the normal distribution function itself, not its approximation by tanh.
   * Source: Hendrycks and Gimpel (2016).
   */
  GELU(Unary.GELU, 0),
  /** \(x / (1 + e^{-x})\), also called swish. Source: Elfwing, Uchibe and Doya (2018). */
  SILU(Unary.SILU, 0);

  private final Unary function;
  private final double parameter;

  Activation(Unary function, double parameter) {
    this.function = function;
    this.parameter = parameter;
  }

  /** The function of one element; null for the identity, which computes nothing. */
  public Unary function() {
    return function;
  }

  /** The function's parameter a: a slope or a scale. */
  public double parameter() {
    return parameter;
  }

  /** Whether the derivative is a function of the value. */
  public boolean hasGradientFromValue() {
    return this != GELU && this != SILU;
  }

  /**
   * Returns this.
   *
   * @throws IllegalArgumentException where a fused layer cannot go back through it
   */
  public Activation requireGradientFromValue() {
    if (!hasGradientFromValue()) {
      throw new IllegalArgumentException(
          "activation: expected one whose derivative is a function of its value, got "
              + this
              + "; apply it to the layer's sums by Tensor.activate");
    }
    return this;
  }
}
