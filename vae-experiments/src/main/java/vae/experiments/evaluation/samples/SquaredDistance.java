package vae.experiments.evaluation.samples;

/** \(\lVert a - b \rVert^2\) of vectors of one length, added up in four lanes in a fixed order. */
public final class SquaredDistance {

  private SquaredDistance() {}

  /** Exactly 0 where a = b, and the same both ways round. */
  public static double of(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = a.length & ~3;
    for (int j = 0; j < whole; j += 4) {
      double d0 = a[j] - b[j];
      double d1 = a[j + 1] - b[j + 1];
      double d2 = a[j + 2] - b[j + 2];
      double d3 = a[j + 3] - b[j + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    double rest = 0;
    for (int j = whole; j < a.length; j++) {
      double d = a[j] - b[j];
      rest += d * d;
    }
    return s0 + s1 + (s2 + s3) + rest;
  }
}
