package vae.experiments.study.linear;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** How the columns of a linear decoder stand to the principal axes of its data. */
public final class PrincipalAxes {

  private PrincipalAxes() {}

  /**
   * The mean angle between columns and axes, in degrees from 0 to 90, for the pairing in which it
   * is smallest.
   *
   * <p>It sees rotation only: neither the columns' lengths nor their signs. A column of zeros has
   * no direction and counts as 90 degrees.
   *
   * @param weight W [d][m]
   * @param axes orthonormal columns [d][m]
   */
  public static double meanAngle(double[][] weight, double[][] axes) {
    int m = axes[0].length;
    double[][] angles = new double[m][m];
    for (int j = 0; j < m; j++) {
      double length = 0;
      for (double[] row : weight) {
        length += row[j] * row[j];
      }
      for (int k = 0; k < m; k++) {
        double product = 0;
        for (int i = 0; i < weight.length; i++) {
          product += weight[i][j] * axes[i][k];
        }
        double cosine = length == 0 ? 0 : Math.abs(product) / Math.sqrt(length);
        angles[j][k] = -Math.toDegrees(Math.acos(Math.min(1, cosine)));
      }
    }
    return -Matching.best(angles) / m;
  }

  /**
   * The largest principal angle between the span of W and that of the axes, in degrees: how far the
   * decoder is from the principal subspace, whatever its rotation.
   *
   * @param weight W [d][m] of rank m
   * @param axes orthonormal columns [d][m]
   */
  public static double subspaceAngle(double[][] weight, double[][] axes) {
    int m = axes[0].length;
    var basis =
        new QRDecomposition(new Array2DRowRealMatrix(weight, true))
            .getQ()
            .getSubMatrix(0, weight.length - 1, 0, m - 1);
    var cosines = basis.transpose().multiply(new Array2DRowRealMatrix(axes, true));
    double least = new SingularValueDecomposition(cosines).getSingularValues()[m - 1];
    return Math.toDegrees(Math.acos(Math.min(1, least)));
  }
}
