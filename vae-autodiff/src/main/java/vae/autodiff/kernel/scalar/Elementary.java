package vae.autodiff.kernel.scalar;

/** Temporary. */
public final class Elementary {
  private Elementary() {}

  static float exp(float x) {
    return (float) StrictMath.exp(x);
  }

  static double exp(double x) {
    return StrictMath.exp(x);
  }

  static float expm1(float x) {
    return (float) StrictMath.expm1(x);
  }

  static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  static float log(float x) {
    return (float) StrictMath.log(x);
  }

  static double log(double x) {
    return StrictMath.log(x);
  }

  static float log1p(float x) {
    return (float) StrictMath.log1p(x);
  }

  static double log1p(double x) {
    return StrictMath.log1p(x);
  }

  static float tanh(float x) {
    return (float) StrictMath.tanh(x);
  }

  static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  static float sigmoid(float x) {
    return (float) sigmoid((double) x);
  }

  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  static float softplus(float x) {
    return (float) softplus((double) x);
  }

  static double erf(double x) {
    double s = 0, t = x;
    for (int n = 0; n < 200; n++) {
      s += t / (2 * n + 1);
      t *= -x * x / (n + 1);
    }
    return 2 / StrictMath.sqrt(StrictMath.PI) * s;
  }

  static float erf(float x) {
    return (float) erf((double) x);
  }

  static double normalCdf(double x) {
    return 0.5 * (1 + erf(x / StrictMath.sqrt(2)));
  }

  static float normalCdf(float x) {
    return (float) normalCdf((double) x);
  }
}
