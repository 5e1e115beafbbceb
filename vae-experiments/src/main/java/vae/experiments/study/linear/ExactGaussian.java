package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The approximate posterior of one example, \(\mathcal N(\mu, \Sigma)\).
 *
 * @param mean μ [m]
 * @param covariance Σ [m, m], symmetric and positive definite
 */
public record ExactGaussian(double[] mean, double[][] covariance, double logDeterminant) {

  /** Relative difference of opposite entries that is taken for rounding. */
  private static final double ASYMMETRY = 1e-12;

  /** With the determinant by Cholesky's factor. */
  public static ExactGaussian of(double[] mean, double[][] covariance) {
    CholeskyDecomposition factor =
        new CholeskyDecomposition(
            new Array2DRowRealMatrix(covariance, false), ASYMMETRY, Double.MIN_NORMAL);
    return new ExactGaussian(mean, covariance, logDeterminant(factor));
  }

  /** With covariance \(\mathrm{diag}\,v + U U^\top\), U of any number of columns. */
  public static ExactGaussian of(double[] mean, double[] variances, double[][] factor) {
    int m = mean.length;
    double[][] covariance = new double[m][m];
    for (int j = 0; j < m; j++) {
      covariance[j][j] = variances[j];
      for (int k = 0; k < m; k++) {
        for (int r = 0; r < factor[j].length; r++) {
          covariance[j][k] += factor[j][r] * factor[k][r];
        }
      }
    }
    return of(mean, covariance);
  }

  public static double logDeterminant(CholeskyDecomposition factor) {
    RealMatrix l = factor.getL();
    double sum = 0;
    for (int k = 0; k < l.getRowDimension(); k++) {
      sum += 2 * Math.log(l.getEntry(k, k));
    }
    return sum;
  }
}
