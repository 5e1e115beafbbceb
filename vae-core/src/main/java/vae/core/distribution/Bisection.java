package vae.core.distribution;

import java.util.function.DoubleUnaryOperator;

/** The argument at which an increasing function takes a value. */
final class Bisection {

  private static final int HALVINGS = 100;

  private Bisection() {}

  /** The x in [low, high] with f(x) = value; the nearer end where the value lies outside. */
  static double solve(DoubleUnaryOperator increasing, double value, double low, double high) {
    double below = low;
    double above = high;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (below + above);
      if (increasing.applyAsDouble(middle) < value) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return 0.5 * (below + above);
  }
}
