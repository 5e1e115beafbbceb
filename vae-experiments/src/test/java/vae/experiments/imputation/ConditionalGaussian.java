package vae.experiments.imputation;

import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * What is missing given what is known, where x = W z + b + σ ε: by Commons Math, without the code
 * under test.
 *
 * <p>\[ \mathbb E[x_m \mid x_o] = b_m + C_{mo} C_{oo}^{-1} (x_o - b_o), \quad \mathrm{Cov} = C_{mm}
 * - C_{mo} C_{oo}^{-1} C_{om}, \qquad C = W W^\top + \sigma^2 I \]
 *
 * @param missing their coordinates
 * @param mean of these
 */
record ConditionalGaussian(int[] missing, RealVector mean, RealMatrix covariance) {

  static ConditionalGaussian of(
      double[][] w, double[] b, double sigma, double[] x, boolean[] known) {
    int d = b.length;
    RealMatrix weight = new Array2DRowRealMatrix(w);
    RealMatrix all =
        weight
            .multiply(weight.transpose())
            .add(MatrixUtils.createRealIdentityMatrix(d).scalarMultiply(sigma * sigma));
    int[] seen = IntStream.range(0, d).filter(j -> known[j]).toArray();
    int[] missing = IntStream.range(0, d).filter(j -> !known[j]).toArray();
    RealMatrix across = all.getSubMatrix(missing, seen);
    DecompositionSolver solver =
        new CholeskyDecomposition(all.getSubMatrix(seen, seen)).getSolver();
    RealVector centred =
        new ArrayRealVector(IntStream.of(seen).mapToDouble(j -> x[j] - b[j]).toArray());
    RealVector offset = new ArrayRealVector(IntStream.of(missing).mapToDouble(j -> b[j]).toArray());
    return new ConditionalGaussian(
        missing,
        offset.add(across.operate(solver.solve(centred))),
        all.getSubMatrix(missing, missing)
            .subtract(across.multiply(solver.solve(across.transpose()))));
  }
}
