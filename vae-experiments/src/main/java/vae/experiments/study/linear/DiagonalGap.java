package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * What a linear model loses when its posteriors are diagonal.
 *
 * <p>The best diagonal posterior has the exact posterior's mean and variances \(1 / P_{ii}\); its
 * divergence from the exact one is the same for every example,
 *
 * <p>\[ \tfrac12 \Bigl( \sum_i \log P_{ii} - \log\det P \Bigr) \ge 0, \]
 *
 * <p>by Hadamard's inequality, with equality exactly where P is diagonal. Turning latent space, \(W
 * \to W R\), leaves the likelihood as it is and makes P into \(R^\top P R\).
 */
public final class DiagonalGap {

  private DiagonalGap() {}

  /**
   * The gap, in nats, after turning latent space.
   *
   * @param precision the diagonal of P before, m numbers above 0; P is 0 elsewhere
   * @param rotation R [m, m], orthogonal
   */
  public static double of(double[] precision, double[][] rotation) {
    double gap = 0;
    for (int i = 0; i < precision.length; i++) {
      double turned = 0;
      for (int k = 0; k < precision.length; k++) {
        turned += rotation[k][i] * precision[k] * rotation[k][i];
      }
      gap += (Math.log(turned) - Math.log(precision[i])) / 2;
    }
    return gap;
  }

  /**
   * The gap, in nats.
   *
   * @param precision P [m, m], symmetric and positive definite
   */
  public static double of(double[][] precision) {
    double gap = 0;
    double[] eigenvalues = eigenvalues(precision);
    for (int i = 0; i < precision.length; i++) {
      gap += (Math.log(precision[i][i]) - Math.log(eigenvalues[i])) / 2;
    }
    return gap;
  }

  /**
   * The mean gap over random rotations of latent space, in nats.
   *
   * @param precision P [m, m], symmetric and positive definite
   * @param rotations their number, at least 1
   */
  public static double atChance(double[][] precision, Key key, int rotations) {
    double[] eigenvalues = eigenvalues(precision);
    double sum = 0;
    for (int i = 0; i < rotations; i++) {
      sum += of(eigenvalues, rotation(key.fold(i), precision.length));
    }
    return sum / rotations;
  }

  private static double[] eigenvalues(double[][] symmetric) {
    return new EigenDecomposition(new Array2DRowRealMatrix(symmetric, true)).getRealEigenvalues();
  }

  /**
   * A random rotation, uniform over all of them (reflections included): the orthogonal factor of a
   * matrix of normal numbers, its signs fixed by a positive diagonal of the other factor.
   *
   * <p>Source: Mezzadri (2007), "How to generate random matrices from the classical compact
   * groups", section 5.
   */
  public static double[][] rotation(Key key, int m) {
    double[][] normal = new double[m][m];
    for (int i = 0; i < m; i++) {
      Noise.normal(key, i, 0, normal[i], 0, m, new int[4]);
    }
    QRDecomposition decomposition = new QRDecomposition(new Array2DRowRealMatrix(normal, false));
    RealMatrix r = decomposition.getR();
    double[][] q = decomposition.getQ().getData();
    for (double[] row : q) {
      for (int k = 0; k < m; k++) {
        row[k] *= Math.signum(r.getEntry(k, k));
      }
    }
    return q;
  }
}
