package vae.experiments.evaluation.factors;

import java.util.Arrays;

/**
 * Linear regression with an L1 penalty on standardised features and target.
 *
 * <p>\[ \min_w \frac1{2N} \Bigl\lVert \tilde y - \sum_j w_j \tilde x_j \Bigr\rVert^2 + \alpha
 * \lVert w \rVert_1 \]
 *
 * <p>By cyclic coordinate descent from 0, in a fixed order; a feature that never varies gets weight
 * 0. Source: Friedman, Hastie and Tibshirani (2010), section 2.
 */
final class Lasso {

  private static final int MAX_SWEEPS = 1000;

  /** The largest change of a weight in a sweep at which the fit is found. */
  private static final double TOLERANCE = 1e-9;

  private Lasso() {}

  /**
   * A fit.
   *
   * @param weights w [m], of standardised features
   * @param mean of each feature, [m]
   * @param deviation of each feature, [m]
   * @param targetMean of y
   * @param targetDeviation of y; with 0 all weights are 0
   */
  record Fit(
      double[] weights,
      double[] mean,
      double[] deviation,
      double targetMean,
      double targetDeviation)
      implements Predictor {

    @Override
    public double[] importance() {
      return Arrays.stream(weights).map(Math::abs).toArray();
    }

    @Override
    public double predict(double[] x) {
      double standard = 0;
      for (int j = 0; j < weights.length; j++) {
        standard += weights[j] == 0 ? 0 : weights[j] * (x[j] - mean[j]) / deviation[j];
      }
      return targetMean + targetDeviation * standard;
    }
  }

  /**
   * Fits the weights by the second moments alone: costs N m² once, then m² for each sweep.
   *
   * @param x [N][m]
   * @param y [N]
   * @param alpha α ≥ 0
   */
  static Fit fit(double[][] x, double[] y, double alpha) {
    int m = x[0].length;
    double[][] columns = new double[m + 1][]; // standardised, y last
    double[] mean = new double[m + 1];
    double[] deviation = new double[m + 1];
    for (int j = 0; j <= m; j++) {
      double[] column = new double[x.length];
      for (int n = 0; n < x.length; n++) {
        column[n] = j < m ? x[n][j] : y[n];
        mean[j] += column[n] / x.length;
      }
      double squares = 0;
      for (int n = 0; n < x.length; n++) {
        column[n] -= mean[j];
        squares += column[n] * column[n];
      }
      deviation[j] = Math.sqrt(squares / x.length);
      for (int n = 0; n < x.length; n++) {
        column[n] = deviation[j] > 0 ? column[n] / deviation[j] : 0;
      }
      columns[j] = column;
    }
    double[][] moments = new double[m][m + 1];
    for (int i = 0; i < m; i++) {
      for (int j = i; j <= m; j++) {
        double sum = 0;
        for (int n = 0; n < x.length; n++) {
          sum += columns[i][n] * columns[j][n];
        }
        moments[i][j] = sum / x.length;
        if (j < m) {
          moments[j][i] = moments[i][j];
        }
      }
    }
    double[] weights = descend(moments, alpha);
    double[] means = Arrays.copyOf(mean, m);
    return new Fit(weights, means, Arrays.copyOf(deviation, m), mean[m], deviation[m]);
  }

  private static double[] descend(double[][] moments, double alpha) {
    int m = moments.length;
    double[] weights = new double[m];
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      double largest = 0;
      for (int j = 0; j < m; j++) {
        if (moments[j][j] == 0) {
          continue;
        }
        double partial = moments[j][m];
        for (int i = 0; i < m; i++) {
          partial -= i == j ? 0 : moments[j][i] * weights[i];
        }
        double next = Math.signum(partial) * Math.max(0, Math.abs(partial) - alpha);
        next /= moments[j][j];
        largest = Math.max(largest, Math.abs(next - weights[j]));
        weights[j] = next;
      }
      if (largest <= TOLERANCE) {
        break;
      }
    }
    return weights;
  }
}
