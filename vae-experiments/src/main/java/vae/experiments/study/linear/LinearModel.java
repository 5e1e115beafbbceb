package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * A linear decoder with Gaussian noise, of which everything is known in closed form.
 *
 * <p>\[ p(x \mid z) = \mathcal N(W z + b, \sigma^2 I), \quad z \sim \mathcal N(0, I_m) \qquad
 * \Rightarrow \qquad p(x) = \mathcal N(b, W W^\top + \sigma^2 I) \]
 *
 * <p>\[ p(z \mid x) = \mathcal N\bigl(P^{-1} W^\top (x - b) / \sigma^2, P^{-1}\bigr), \qquad P = I
 * + W^\top W / \sigma^2 \]
 *
 * <p>All in nats and double precision. Source: Tipping and Bishop (1999), section 3.
 */
public final class LinearModel {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private final double[][] weight;
  private final double[] bias;
  private final double variance;
  private final double[][] gram;
  private final RealMatrix precision;
  private final CholeskyDecomposition factor;

  /**
   * @param weight W [d, m]; not copied
   * @param bias b [d]; not copied
   * @param variance σ² &gt; 0
   */
  public LinearModel(double[][] weight, double[] bias, double variance) {
    this.weight = weight;
    this.bias = bias;
    this.variance = variance;
    int m = weight[0].length;
    gram = new double[m][m];
    double[][] p = new double[m][m];
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < m; k++) {
        for (double[] row : weight) {
          gram[j][k] += row[j] * row[k];
        }
        p[j][k] = (j == k ? 1 : 0) + gram[j][k] / variance;
      }
    }
    precision = new Array2DRowRealMatrix(p, false);
    factor = new CholeskyDecomposition(precision);
  }

  /** m. */
  public int latentSize() {
    return gram.length;
  }

  /** W, [d, m]; not copied. */
  public double[][] weight() {
    return weight;
  }

  /** \(\log p(x)\), by the matrix inversion lemma. */
  public double evidence(double[] x) {
    double[] centred = centred(x);
    double[] projected = projected(centred); // Wᵀ(x − b)
    double explained = dot(projected, solve(projected)) / variance;
    double logDeterminant = x.length * Math.log(variance) + ExactGaussian.logDeterminant(factor);
    double squares = (dot(centred, centred) - explained) / variance;
    return -(x.length * LOG_TWO_PI + logDeterminant + squares) / 2;
  }

  /** The mean over the rows of \(\log p(x)\). */
  public double meanEvidence(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      sum += evidence(row);
    }
    return sum / rows.length;
  }

  /**
   * The evidence lower bound of one example, without a draw.
   *
   * <p>\[ -\tfrac d2 \log 2\pi\sigma^2 - \frac{\lVert x - b - W\mu \rVert^2 + \mathrm{tr}(W^\top W
   * \Sigma)}{2\sigma^2} - \tfrac12 \bigl( \mathrm{tr}\,\Sigma + \mu^\top\mu - m - \log\det\Sigma
   * \bigr) \]
   */
  public double elbo(double[] x, ExactGaussian q) {
    double[] residual = centred(x);
    for (int i = 0; i < residual.length; i++) {
      residual[i] -= dot(weight[i], q.mean());
    }
    double spread = traceOfProduct(gram, q.covariance());
    double distortion =
        (x.length * (LOG_TWO_PI + Math.log(variance))
                + (dot(residual, residual) + spread) / variance)
            / 2;
    double trace = 0;
    for (int k = 0; k < latentSize(); k++) {
      trace += q.covariance()[k][k];
    }
    double rate = (trace + dot(q.mean(), q.mean()) - latentSize() - q.logDeterminant()) / 2;
    return -distortion - rate;
  }

  /** \(\mathrm{KL}(q \,\|\, p(z \mid x))\). */
  public double divergence(double[] x, ExactGaussian q) {
    double[] apart = solve(projected(centred(x)));
    for (int k = 0; k < apart.length; k++) {
      apart[k] = q.mean()[k] - apart[k] / variance;
    }
    double squares = dot(apart, precision.operate(apart));
    double trace = traceOfProduct(precision.getData(), q.covariance());
    return (trace
            + squares
            - latentSize()
            - ExactGaussian.logDeterminant(factor)
            - q.logDeterminant())
        / 2;
  }

  /** P, [m, m]; a copy. */
  public double[][] precision() {
    return precision.getData();
  }

  private double[] solve(double[] v) {
    return factor.getSolver().solve(new ArrayRealVector(v, false)).toArray();
  }

  private double[] centred(double[] x) {
    double[] centred = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      centred[i] = x[i] - bias[i];
    }
    return centred;
  }

  private double[] projected(double[] centred) {
    double[] projected = new double[latentSize()];
    for (int i = 0; i < centred.length; i++) {
      for (int k = 0; k < projected.length; k++) {
        projected[k] += weight[i][k] * centred[i];
      }
    }
    return projected;
  }

  private static double traceOfProduct(double[][] a, double[][] b) {
    double trace = 0;
    for (int j = 0; j < a.length; j++) {
      trace += dot(a[j], b[j]); // both are symmetric
    }
    return trace;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
