package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Unary;

/**
 * The functions of one {@code double} element and their derivatives, each one sequence of
 * operations.
 */
public final class DoubleFunctions {

  private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;
  private static final double INV_SQRT_TWO_PI = 0.3989422804014327;

  private DoubleFunctions() {}

  public static double value(Unary f, double a, double b, double x) {
    return switch (f) {
      case AFFINE -> fma(a, x, b);
      case EXP -> Elementary.exp(x);
      case LOG -> Elementary.log(x);
      case LOG1P -> Elementary.log1p(x);
      case SQRT -> Math.sqrt(x);
      case SQUARE -> x * x;
      case RECIPROCAL -> 1 / x;
      case ABS -> Math.abs(x);
      case TANH -> Elementary.tanh(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case SOFTPLUS -> Elementary.softplus(x);
      case RELU -> relu(x);
      case LEAKY_RELU -> x > 0 ? x : a * x;
      case ELU -> x > 0 ? x : a * Elementary.expm1(x);
      case GELU -> x * Elementary.normalCdf(x);
      case SILU -> x * Elementary.sigmoid(x);
      case CLAMP -> x < a ? a : x > b ? b : x;
      case ERF -> Elementary.erf(x);
    };
  }

  /**
   * f′(x).
   *
   * @param y f(x)
   */
  public static double derivative(Unary f, double a, double b, double x, double y) {
    return switch (f) {
      case AFFINE -> a;
      case EXP -> y;
      case LOG -> 1 / x;
      case LOG1P -> 1 / (1 + x);
      case SQRT -> 0.5 / y;
      case SQUARE -> x + x;
      case RECIPROCAL -> -(y * y);
      case ABS -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case TANH -> fma(-y, y, 1);
      case SIGMOID -> y * (1 - y);
      case SOFTPLUS -> Elementary.sigmoid(x);
      case RELU -> x > 0 ? 1 : 0;
      case LEAKY_RELU -> x > 0 ? 1 : a;
      case ELU -> x > 0 ? 1 : y + a;
      case GELU -> fma(x, normalDensity(x), Elementary.normalCdf(x));
      case SILU -> siluDerivative(x);
      case CLAMP -> x < a || x > b ? 0 : 1;
      case ERF -> TWO_OVER_SQRT_PI * Elementary.exp(-(x * x));
    };
  }

  public static double value(Binary f, double a, double b) {
    return switch (f) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> a > b ? a : b;
      case GREATER -> a > b ? 1 : 0;
    };
  }

  public static double value(Activation f, double x) {
    return switch (f) {
      case IDENTITY -> x;
      case RELU -> relu(x);
      case TANH -> Elementary.tanh(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case LEAKY_RELU, ELU, SOFTPLUS, GELU, SILU -> value(f.function(), f.parameter(), 0, x);
    };
  }

  /**
   * dy · f′(x).
   *
   * @param f one with {@link Activation#hasGradientFromValue}
   * @param y f(x)
   */
  public static double gradient(Activation f, double y, double dy) {
    return switch (f) {
      case IDENTITY -> dy;
      case RELU -> y > 0 ? dy : 0;
      case TANH -> dy * fma(-y, y, 1);
      case SIGMOID -> dy * (y * (1 - y));
      case LEAKY_RELU -> y > 0 ? dy : f.parameter() * dy;
      case ELU -> y > 0 ? dy : dy * (y + f.parameter());
      case SOFTPLUS -> dy * -Elementary.expm1(-y);
      case GELU, SILU -> throw new IllegalArgumentException(f + ": its value gives no derivative");
    };
  }

  /** x above 0 and for NaN, else +0. */
  private static double relu(double x) {
    return x <= 0 ? 0 : x;
  }

  private static double normalDensity(double x) {
    return INV_SQRT_TWO_PI * Elementary.exp(-0.5 * (x * x));
  }

  private static double siluDerivative(double x) {
    double s = Elementary.sigmoid(x);
    return s * fma(x, 1 - s, 1);
  }
}
