package vae.experiments.report.run;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import vae.experiments.report.plot.Matrix;

/**
 * The two directions of greatest variance of a cloud of points.
 *
 * <p>The first two eigenvectors \(v_1, v_2\) of the covariance \(C = \frac1N \sum_i (x_i - \bar x)
 * (x_i - \bar x)^\top\); each is turned so that its entry of largest size is positive, since an
 * eigenvector's sign is arbitrary.
 *
 * @param scores coordinates of every point along the two directions : [N, 2]
 * @param explained shares of the total variance along the two directions, 0 where there is none
 */
record PrincipalComponents(Matrix scores, double[] explained) {

  /** Above this width the decomposition, cubic in it, would take minutes. */
  static final int MAX_WIDTH = 1024;

  /**
   * @param points [N, m], finite, 2 ≤ m ≤ {@link #MAX_WIDTH}
   */
  static PrincipalComponents of(Matrix points) {
    int width = points.width();
    double[] mean = new double[width];
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < points.rows(); i++) {
        mean[j] += points.at(i, j) / points.rows();
      }
    }
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(covariance(points, mean), false));
    double total = 0;
    for (double value : eigen.getRealEigenvalues()) {
      total += Math.max(0, value);
    }
    double[] explained = new double[2];
    double[] scores = new double[points.rows() * 2];
    for (int k = 0; k < 2; k++) {
      explained[k] = total > 0 ? Math.max(0, eigen.getRealEigenvalue(k)) / total : 0;
      double[] direction = turned(eigen.getEigenvector(k).toArray());
      for (int i = 0; i < points.rows(); i++) {
        for (int j = 0; j < width; j++) {
          scores[2 * i + k] += (points.at(i, j) - mean[j]) * direction[j];
        }
      }
    }
    return new PrincipalComponents(new Matrix(points.rows(), 2, scores), explained);
  }

  private static double[][] covariance(Matrix points, double[] mean) {
    int width = points.width();
    double[][] covariance = new double[width][width];
    for (int i = 0; i < points.rows(); i++) {
      for (int j = 0; j < width; j++) {
        double centred = (points.at(i, j) - mean[j]) / points.rows();
        for (int k = 0; k <= j; k++) {
          covariance[j][k] += centred * (points.at(i, k) - mean[k]);
        }
      }
    }
    for (int j = 0; j < width; j++) {
      for (int k = 0; k < j; k++) {
        covariance[k][j] = covariance[j][k];
      }
    }
    return covariance;
  }

  private static double[] turned(double[] direction) {
    int largest = 0;
    for (int j = 1; j < direction.length; j++) {
      if (Math.abs(direction[j]) > Math.abs(direction[largest])) {
        largest = j;
      }
    }
    if (direction[largest] < 0) {
      for (int j = 0; j < direction.length; j++) {
        direction[j] = -direction[j];
      }
    }
    return direction;
  }
}
