package vae.core.oracle;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.StandardGaussian;
import vae.core.model.GenerativeModel;

/**
 * The model \(z \sim \mathcal N(0, I_m)\), \(x \mid z \sim \mathcal N(W z + b, \sigma^2 I_d)\),
 * where every quantity of variational inference has a closed form.
 *
 * <p>\[ p(x) = \mathcal N(b, W W^\top + \sigma^2 I), \qquad p(z \mid x) = \mathcal N\bigl(P^{-1}
 * W^\top (x - b) / \sigma^2,\; P^{-1}\bigr), \qquad P = I + W^\top W / \sigma^2 \]
 *
 * <p>Computed with Commons Math and without the code under test. Source: Tipping and Bishop (1999),
 * section 3.
 */
public final class LinearGaussianOracle {

  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * A Gaussian with diagonal covariance.
   *
   * @param mean μ [m]
   * @param deviation σ [m], each &gt; 0
   */
  public record DiagonalQ(double[] mean, double[] deviation) {

    /** Variances, [m]. */
    double[] variance() {
      return Arrays.stream(deviation).map(s -> s * s).toArray();
    }

    /** \(1^\top \log\sigma\). */
    double sumOfLogDeviations() {
      return Arrays.stream(deviation).map(Math::log).sum();
    }
  }

  /**
   * A Gaussian with any covariance.
   *
   * @param mean μ [m]
   * @param covariance Σ [m][m], symmetric and positive definite
   */
  public record FullQ(double[] mean, double[][] covariance) {}

  private final RealMatrix w;
  private final RealVector b;
  private final double sigma;
  private final RealMatrix precision;
  private final CholeskyDecomposition precisionFactor;
  private final CholeskyDecomposition evidenceFactor;

  /**
   * @param w W [d][m]
   * @param b [d]
   * @param sigma σ &gt; 0
   */
  public LinearGaussianOracle(double[][] w, double[] b, double sigma) {
    this.w = new Array2DRowRealMatrix(w);
    this.b = new ArrayRealVector(b);
    this.sigma = sigma;
    double variance = sigma * sigma;
    RealMatrix transposed = this.w.transpose();
    precision =
        MatrixUtils.createRealIdentityMatrix(latentSize())
            .add(transposed.multiply(this.w).scalarMultiply(1 / variance));
    precisionFactor = new CholeskyDecomposition(precision);
    evidenceFactor =
        new CholeskyDecomposition(
            this.w
                .multiply(transposed)
                .add(MatrixUtils.createRealIdentityMatrix(dataSize()).scalarMultiply(variance)));
  }

  /** With normal weights and biases named by the key. */
  public static LinearGaussianOracle random(int dataSize, int latentSize, double sigma, Key key) {
    double[][] w = new double[dataSize][];
    for (int i = 0; i < dataSize; i++) {
      w[i] = normal(key.fold("weight"), i, latentSize);
    }
    return new LinearGaussianOracle(w, normal(key.fold("bias"), 0, dataSize), sigma);
  }

  /**
   * With orthogonal columns of W, of lengths 1, 2, …, so that P is diagonal and a diagonal q is
   * exact.
   */
  public static LinearGaussianOracle aligned(int dataSize, int latentSize, double sigma) {
    double[][] w = new double[dataSize][latentSize];
    for (int j = 0; j < latentSize; j++) {
      w[j][j] = (j + 1) * 0.6;
      w[j + latentSize][j] = (j + 1) * 0.8;
    }
    return new LinearGaussianOracle(w, normal(Key.of(31), 0, dataSize), sigma);
  }

  /**
   * The same in latent coordinates reflected at the plane across (1, 2, …, m): the model has the
   * same evidence, and for m ≥ 2 no diagonal q is exact.
   */
  public static LinearGaussianOracle rotated(int dataSize, int latentSize, double sigma) {
    LinearGaussianOracle aligned = aligned(dataSize, latentSize, sigma);
    double[] across = new double[latentSize];
    Arrays.setAll(across, i -> i + 1);
    RealVector v = new ArrayRealVector(across);
    RealMatrix reflection =
        MatrixUtils.createRealIdentityMatrix(latentSize)
            .subtract(v.outerProduct(v).scalarMultiply(2 / v.dotProduct(v)));
    double[][] w = aligned.w.multiply(reflection).getData();
    return new LinearGaussianOracle(w, aligned.b.toArray(), sigma);
  }

  private static double[] normal(Key key, long row, int count) {
    double[] out = new double[count];
    Noise.normal(key, row, 0, out, 0, count, new int[4]);
    return out;
  }

  /** The same model of some coordinates of x alone: the marginal over the others. */
  public LinearGaussianOracle of(int... coordinates) {
    double[][] rows = new double[coordinates.length][];
    Arrays.setAll(rows, i -> w.getRow(coordinates[i]));
    double[] offset = Arrays.stream(coordinates).mapToDouble(b::getEntry).toArray();
    return new LinearGaussianOracle(rows, offset, sigma);
  }

  /** m. */
  public int latentSize() {
    return w.getColumnDimension();
  }

  /** d. */
  public int dataSize() {
    return w.getRowDimension();
  }

  /** One draw of x [d]. */
  public double[] draw(Key key) {
    double[] z = normal(key.fold("z"), 0, latentSize());
    RealVector noise = new ArrayRealVector(normal(key.fold("x"), 0, dataSize()));
    return w.operate(new ArrayRealVector(z)).add(b).add(noise.mapMultiply(sigma)).toArray();
  }

  /** log p(x), in nats. */
  public double logEvidence(double[] x) {
    RealVector centred = new ArrayRealVector(x).subtract(b);
    double distance = centred.dotProduct(evidenceFactor.getSolver().solve(centred));
    double logDeterminant = Math.log(evidenceFactor.getDeterminant());
    return -0.5 * (distance + logDeterminant + dataSize() * LOG_TWO_PI);
  }

  /** \(P^{-1} W^\top (x - b) / \sigma^2\), [m]. */
  public double[] posteriorMean(double[] x) {
    RealVector centred = new ArrayRealVector(x).subtract(b);
    RealVector right = w.transpose().operate(centred).mapDivide(sigma * sigma);
    return precisionFactor.getSolver().solve(right).toArray();
  }

  /** \(P^{-1}\), [m][m]. */
  public double[][] posteriorCovariance() {
    return precisionFactor.getSolver().getInverse().getData();
  }

  /** KL(q ‖ p(z|x)), in nats. */
  public double klToPosterior(double[] x, DiagonalQ q) {
    RealMatrix covariance = MatrixUtils.createRealDiagonalMatrix(q.variance());
    return klToPosterior(x, new FullQ(q.mean(), covariance.getData()));
  }

  /**
   * \(\tfrac12 (\mathrm{tr}(P \Sigma) + (\mu - \mu_*)^\top P (\mu - \mu_*) - m - \log\det P -
   * \log\det\Sigma)\) about the posterior's mean \(\mu_*\), in nats.
   */
  public double klToPosterior(double[] x, FullQ q) {
    RealVector shift =
        new ArrayRealVector(q.mean()).subtract(new ArrayRealVector(posteriorMean(x)));
    RealMatrix covariance = new Array2DRowRealMatrix(q.covariance());
    double trace = precision.multiply(covariance).getTrace();
    double distance = shift.dotProduct(precision.operate(shift));
    double logVolume = Math.log(new CholeskyDecomposition(covariance).getDeterminant());
    return 0.5 * (trace + distance - latentSize() - logDeterminantOfPrecision() - logVolume);
  }

  /** \(\mathbb E_q \log p(x \mid z) - \mathrm{KL}(q \,\|\, \pi)\), in nats. */
  public double elbo(double[] x, DiagonalQ q) {
    RealVector residual =
        new ArrayRealVector(x).subtract(b).subtract(w.operate(new ArrayRealVector(q.mean())));
    double squares = residual.dotProduct(residual);
    for (int j = 0; j < latentSize(); j++) {
      double length = w.getColumnVector(j).getNorm();
      squares += length * length * q.variance()[j];
    }
    double reconstruction =
        -squares / (2 * sigma * sigma) - 0.5 * dataSize() * Math.log(2 * Math.PI * sigma * sigma);
    return reconstruction - klToPrior(q);
  }

  private static double klToPrior(DiagonalQ q) {
    double squares = Arrays.stream(q.mean()).map(v -> v * v).sum();
    double variances = Arrays.stream(q.variance()).sum();
    return 0.5 * (squares + variances - q.mean().length) - q.sumOfLogDeviations();
  }

  /** The diagonal q nearest to the posterior: its mean, and variances \(1 / P_{ii}\). */
  public DiagonalQ bestDiagonal(double[] x) {
    double[] deviation = new double[latentSize()];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = 1 / Math.sqrt(precision.getEntry(i, i));
    }
    return new DiagonalQ(posteriorMean(x), deviation);
  }

  /** \(\tfrac12 (\sum_i \log P_{ii} - \log\det P)\): what the best diagonal q loses, in nats. */
  public double diagonalGap() {
    double sum = 0;
    for (int i = 0; i < latentSize(); i++) {
      sum += Math.log(precision.getEntry(i, i));
    }
    return 0.5 * (sum - logDeterminantOfPrecision());
  }

  private double logDeterminantOfPrecision() {
    return Math.log(precisionFactor.getDeterminant());
  }

  /** The model itself, made of the code under test. */
  public GenerativeModel on(Tape tape) {
    double[] flat = new double[latentSize() * dataSize()];
    for (int j = 0; j < flat.length; j++) {
      flat[j] = w.getEntry(j % dataSize(), j / dataSize());
    }
    Tensor weight = tape.constant(Shape.of(latentSize(), dataSize()), flat);
    Tensor bias = tape.constant(Shape.of(dataSize()), b.toArray());
    return new GenerativeModel(
        tape,
        t -> new StandardGaussian(t, latentSize()),
        z -> z.linear(weight, bias, Activation.IDENTITY),
        mean -> new IsotropicGaussian(mean, tape.scalar(Math.log(sigma))));
  }
}
