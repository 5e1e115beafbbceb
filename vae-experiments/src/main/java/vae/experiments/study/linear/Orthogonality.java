package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * How far the columns of a Jacobian are from being orthogonal, by its Gram matrix \(G = J^\top J\),
 * [m, m].
 *
 * <p>Both measures are 0 exactly where the columns are orthogonal, and stay the same where J is
 * multiplied by a number, where its columns change order or sign, and where data space is turned.
 * Neither stays where single columns are rescaled: a long column counts for more.
 */
public final class Orthogonality {

  private Orthogonality() {}

  /** \(J^\top J\) of J [d][m]. */
  public static double[][] gram(double[][] jacobian) {
    int m = jacobian[0].length;
    double[][] gram = new double[m][m];
    for (double[] row : jacobian) {
      for (int j = 0; j < m; j++) {
        for (int k = 0; k < m; k++) {
          gram[j][k] += row[j] * row[k];
        }
      }
    }
    return gram;
  }

  /**
   * The part of the squares of G that is off its diagonal, in [0, 1).
   *
   * <p>\[ \frac{\sum_{j \ne k} G_{jk}^2}{\sum_{j, k} G_{jk}^2} \]
   *
   * <p>0 where G is 0.
   */
  public static double offDiagonalEnergy(double[][] gram) {
    double diagonal = 0;
    double all = 0;
    for (int j = 0; j < gram.length; j++) {
      diagonal += gram[j][j] * gram[j][j];
      for (double entry : gram[j]) {
        all += entry * entry;
      }
    }
    return all == 0 ? 0 : (all - diagonal) / all;
  }

  /**
   * The mean of {@link #offDiagonalEnergy} over all rotations of latent space, \(G \to R^\top G
   * R\): what the same decoder would show if nothing had chosen its rotation.
   *
   * <p>A column r of R is uniform on the sphere, where \(\mathrm E (r^\top G r)^2 = \bigl(
   * (\mathrm{tr}\,G)^2 + 2 \lVert G \rVert_F^2 \bigr) / (m (m + 2))\); so the mean is
   *
   * <p>\[ 1 - \frac{(\mathrm{tr}\,G)^2 / \lVert G \rVert_F^2 + 2}{m + 2} \]
   *
   * <p>It is 0 where G is a multiple of the identity, which no rotation changes, and for m = 1.
   */
  public static double chance(double[][] gram) {
    double trace = 0;
    double all = 0;
    for (int j = 0; j < gram.length; j++) {
      trace += gram[j][j];
      for (double entry : gram[j]) {
        all += entry * entry;
      }
    }
    return all == 0 ? 0 : Math.max(0, 1 - (trace * trace / all + 2) / (gram.length + 2));
  }

  /**
   * The distance to orthogonality, \(\lVert V - P \rVert_F\) with the eigenvectors V of G (the
   * right singular vectors of J) and the signed permutation P nearest to them.
   *
   * <p>Where eigenvalues agree, V is not unique and the distance is that of the one that was found.
   *
   * <p>Source: Rolinek, Zietlow and Martius (2019), "Variational Autoencoders Pursue PCA Directions
   * (by Accident)".
   *
   * @param gram [m, m], m from 1 to {@link Matching#MAX_SIZE}
   */
  public static double distance(double[][] gram) {
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, true));
    return distanceOfVectors(eigen.getV().getData());
  }

  /**
   * \(\lVert V - P \rVert_F = (2m - 2 \max_\pi \sum_j \lvert V_{j \pi(j)} \rvert)^{1/2}\).
   *
   * @param vectors V [m, m], orthogonal
   */
  public static double distanceOfVectors(double[][] vectors) {
    int m = vectors.length;
    double[][] sizes = new double[m][m];
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < m; k++) {
        sizes[j][k] = Math.abs(vectors[j][k]);
      }
    }
    return Math.sqrt(Math.max(0, 2 * (m - Matching.best(sizes))));
  }
}
