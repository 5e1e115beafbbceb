package vae.autodiff.random;

/** Box and Muller's transform of two 32-bit words into two standard normal numbers. */
final class GaussianTransform {

  private GaussianTransform() {}

  static float normal(int first, int second, int which) {
    return (float) exactNormal(first, second, which);
  }

  static double exactNormal(int first, int second, int which) {
    double u = ((first & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
    double radius = Math.sqrt(-2 * StrictMath.log(u));
    double angle = 2 * StrictMath.PI * ((second & 0xFFFFFFFFL) * 0x1p-32);
    return radius * (which == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
