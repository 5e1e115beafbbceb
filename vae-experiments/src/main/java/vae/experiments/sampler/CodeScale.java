package vae.experiments.sampler;

import vae.autodiff.array.NdArray;
import vae.core.spec.SpecException;

/**
 * Codes to mean 0 and standard deviation 1 in each coordinate, and back.
 *
 * <p>Nothing is lost: the map is affine. Starting values and tolerances can then be the same for
 * codes of any model.
 *
 * @param mean [m]
 * @param deviation [m], above 0
 */
record CodeScale(double[] mean, double[] deviation) {

  /** Below this share of a coordinate's size its scatter is rounding. */
  private static final double ROUNDING = 1e-6;

  /**
   * Measures codes.
   *
   * @param codes [*, m]
   * @throws IllegalArgumentException where they are not codes
   * @throws SpecException where a number is not finite, or a coordinate is constant
   */
  static CodeScale of(NdArray codes) {
    if (codes.shape().rank() < 2 || codes.shape().size() == 0) {
      throw new IllegalArgumentException("codes: expected [N, m], got " + codes.shape());
    }
    int m = codes.shape().extent(codes.shape().rank() - 1);
    int n = codes.shape().size() / m;
    double[] mean = new double[m];
    double[] deviation = new double[m];
    for (int i = 0; i < n * m; i++) {
      if (!Double.isFinite(codes.get(i))) {
        throw new SpecException(
            "codes",
            "finite numbers",
            "%s in coordinate %d of code %d".formatted(codes.get(i), i % m, i / m),
            "The encoder did not make a finite code of this example: look at the run's training.");
      }
      mean[i % m] += codes.get(i) / n;
    }
    for (int i = 0; i < n * m; i++) {
      double d = codes.get(i) - mean[i % m];
      deviation[i % m] += d * d / n;
    }
    for (int j = 0; j < m; j++) {
      deviation[j] = Math.sqrt(deviation[j]);
      if (!(deviation[j] > ROUNDING * Math.abs(mean[j]))) {
        throw new SpecException(
            "codes",
            "coordinates that vary",
            "coordinate %d, which is %s in every code".formatted(j, codes.get(j)),
            "Sample from the prior, or train with fewer latent coordinates.");
      }
    }
    return new CodeScale(mean, deviation);
  }

  /** [*, m] → [N][m]. */
  double[][] standardise(NdArray codes) {
    int m = mean.length;
    double[][] rows = new double[codes.shape().size() / m][m];
    for (int i = 0; i < rows.length * m; i++) {
      rows[i / m][i % m] = (codes.get(i) - mean[i % m]) / deviation[i % m];
    }
    return rows;
  }

  /** Coordinate j back in the units of the codes. */
  double restore(int j, double standardised) {
    return mean[j] + deviation[j] * standardised;
  }
}
