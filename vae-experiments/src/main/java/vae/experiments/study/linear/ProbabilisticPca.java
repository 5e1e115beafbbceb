package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Probabilistic principal component analysis of given data: the likeliest of all linear models, in
 * closed form.
 *
 * <p>With the eigenvalues \(\lambda_1 \ge \dots \ge \lambda_d\) of the covariance \(\frac1N \sum_i
 * (x_i - \bar x)(x_i - \bar x)^\top\), of which \(U_m, \Lambda_m\) are the first m,
 *
 * <p>\[ b = \bar x, \qquad \sigma^2 = \frac{1}{d - m} \sum_{i > m} \lambda_i, \qquad W = U_m
 * (\Lambda_m - \sigma^2 I)^{1/2} R \]
 *
 * <p>for any rotation R; the covariance is the one over N, because the mean log-likelihood is a
 * mean over N.
 *
 * <p>Source: Tipping and Bishop (1999), "Probabilistic principal component analysis", section 3.
 */
public final class ProbabilisticPca {

  /** Above this width the decomposition, cubic in it, would take minutes. */
  public static final int MAX_WIDTH = 1024;

  private final double[] mean;
  private final double[] eigenvalues;
  private final EigenDecomposition eigen;

  /**
   * @param rows [N, d], finite, N ≥ 1, d from 2 to {@link #MAX_WIDTH}
   */
  public ProbabilisticPca(double[][] rows) {
    int d = rows[0].length;
    if (d < 2 || d > MAX_WIDTH) {
      throw new IllegalArgumentException(
          "expected rows of 2 to %d values, got %d".formatted(MAX_WIDTH, d));
    }
    mean = new double[d];
    for (double[] row : rows) {
      for (int j = 0; j < d; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance(rows, mean), false));
    eigenvalues = eigen.getRealEigenvalues();
    for (int i = 0; i < d; i++) {
      eigenvalues[i] = Math.max(0, eigenvalues[i]); // rounding leaves zeros slightly negative
    }
  }

  private static double[][] covariance(double[][] rows, double[] mean) {
    int d = mean.length;
    double[][] covariance = new double[d][d];
    for (double[] row : rows) {
      for (int j = 0; j < d; j++) {
        double centred = (row[j] - mean[j]) / rows.length;
        for (int k = 0; k <= j; k++) {
          covariance[j][k] += centred * (row[k] - mean[k]);
        }
      }
    }
    for (int j = 0; j < d; j++) {
      for (int k = 0; k < j; k++) {
        covariance[k][j] = covariance[j][k];
      }
    }
    return covariance;
  }

  /** The eigenvalues of the covariance, largest first, d of them, none negative; a copy. */
  public double[] eigenvalues() {
    return eigenvalues.clone();
  }

  /**
   * σ², the mean of the eigenvalues that m components leave over.
   *
   * @param m from 1 to d − 1
   * @throws IllegalArgumentException where m is outside, or nothing is left over
   */
  public double noiseVariance(int m) {
    int d = mean.length;
    if (m < 1 || m >= d) {
      throw new IllegalArgumentException(
          "expected 1 to %d components of %d values, got %d".formatted(d - 1, d, m));
    }
    double sum = 0;
    for (int i = m; i < d; i++) {
      sum += eigenvalues[i];
    }
    if (!(sum > 1e-12 * eigenvalues[0])) {
      throw new IllegalArgumentException(
          "the data lie on a plane of %d dimensions: their likelihood has no maximum".formatted(m));
    }
    return sum / (d - m);
  }

  /**
   * The maximum over W, b and σ of the mean log-likelihood, in nats.
   *
   * <p>\[ -\tfrac12 \Bigl( d \log 2\pi + \sum_{i \le m} \log \lambda_i + (d - m) \log \sigma^2 + d
   * \Bigr) \]
   */
  public double maximum(int m) {
    int d = mean.length;
    double sum = d * Math.log(2 * Math.PI) + (d - m) * Math.log(noiseVariance(m)) + d;
    for (int i = 0; i < m; i++) {
      sum += Math.log(eigenvalues[i]);
    }
    return -sum / 2;
  }

  /** The likeliest model, with R = I. */
  public LinearModel model(int m) {
    return new LinearModel(weight(m), mean, noiseVariance(m));
  }

  /** \(U_m (\Lambda_m - \sigma^2 I)^{1/2}\), [d, m]. */
  public double[][] weight(int m) {
    double variance = noiseVariance(m);
    double[][] weight = new double[mean.length][m];
    for (int k = 0; k < m; k++) {
      double scale = Math.sqrt(Math.max(0, eigenvalues[k] - variance));
      for (int i = 0; i < mean.length; i++) {
        weight[i][k] = eigen.getEigenvector(k).getEntry(i) * scale;
      }
    }
    return weight;
  }

  /** \(U_m\): the first m eigenvectors of the covariance as columns, [d, m]. */
  public double[][] axes(int m) {
    double[][] axes = new double[mean.length][m];
    for (int k = 0; k < m; k++) {
      for (int i = 0; i < mean.length; i++) {
        axes[i][k] = eigen.getEigenvector(k).getEntry(i);
      }
    }
    return axes;
  }

  /**
   * The diagonal of the posterior's precision \(I + W^\top W / \sigma^2\) with R = I, which has
   * nothing off its diagonal: \(\lambda_i / \sigma^2\).
   */
  public double[] precision(int m) {
    double variance = noiseVariance(m);
    double[] precision = new double[m];
    for (int i = 0; i < m; i++) {
      precision[i] = eigenvalues[i] / variance;
    }
    return precision;
  }
}
