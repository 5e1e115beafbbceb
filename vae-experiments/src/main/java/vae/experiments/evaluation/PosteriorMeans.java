package vae.experiments.evaluation;

/**
 * Posterior means of examples.
 *
 * @param of [N][m]
 * @param exact whether they are in closed form; else each is the mean of {@value
 *     PosteriorMoments#DRAWS} draws
 */
public record PosteriorMeans(double[][] of, boolean exact) {

  /** The covariance over examples with the other means of the same examples, by coordinate, [m]. */
  public double[] covariance(PosteriorMeans other) {
    int m = of.length == 0 ? 0 : of[0].length;
    double[] covariance = new double[m];
    for (int j = 0; j < m; j++) {
      double centre = centre(j);
      double otherCentre = other.centre(j);
      double products = 0;
      for (int i = 0; i < of.length; i++) {
        products += (of[i][j] - centre) * (other.of[i][j] - otherCentre);
      }
      covariance[j] = products / of.length;
    }
    return covariance;
  }

  private double centre(int j) {
    double sum = 0;
    for (double[] mean : of) {
      sum += mean[j];
    }
    return sum / of.length;
  }
}
