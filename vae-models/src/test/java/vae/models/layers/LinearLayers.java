package vae.models.layers;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.model.Encoder;
import vae.core.model.GenerativeModel;
import vae.core.oracle.LinearGaussianOracle;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.encoder.HierarchicalEncoder;
import vae.models.encoder.LadderEncoder;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.posterior.FullCovariance;
import vae.models.prior.HierarchicalPrior;

/**
 * \(z_2 \sim \mathcal N(0, I)\), \(z_1 = A z_2 + a + \tau e\), \(x = W z_1 + b +
 * \sigma\varepsilon\) as a model of two layers and as the one linear-Gaussian model that it is.
 *
 * <p>With L the Cholesky factor of \(A A^\top + \tau^2 I\) it is \(x = W L u + (W a + b) +
 * \sigma\varepsilon\), \(u \sim \mathcal N(0, I)\), and \(z_1 = L u + a\). Posteriors are those of
 * the oracle: of \(z_1\) given x by way of u, and of \(z_2\) given \(z_1\), to which x adds
 * nothing.
 */
final class LinearLayers {

  static final int DATA = 4;
  private static final double TAU = 0.7;
  private static final double SIGMA = 0.5;

  private final int m1 = 2;
  private final int m2;
  private final double[][] w;
  private final double[] b;
  private final double[][] a;
  private final double[] offset = {0.3, -0.6};
  private final RealMatrix l;
  private final LinearGaussianOracle whole;
  private final LinearGaussianOracle upper;
  private final Parameters all = Parameters.of(DType.F64, Key.of(21));
  private final HierarchicalPrior prior;
  private final HierarchicalDecoder decoder;

  private LinearLayers(double[][] w, double[] b, double[][] a) {
    this.w = w;
    this.b = b;
    this.a = a;
    m2 = a[0].length;
    RealMatrix up = new Array2DRowRealMatrix(a);
    RealMatrix down = new Array2DRowRealMatrix(w);
    l =
        new CholeskyDecomposition(
                up.multiply(up.transpose())
                    .add(MatrixUtils.createRealIdentityMatrix(m1).scalarMultiply(TAU * TAU)))
            .getL();
    double[] mean = down.operate(new ArrayRealVector(offset)).add(new ArrayRealVector(b)).toArray();
    whole = new LinearGaussianOracle(down.multiply(l).getData(), mean, SIGMA);
    upper = new LinearGaussianOracle(a, offset, TAU);
    prior = SmallNetworks.linear().prior(all.scope("prior"), m1, m2);
    decoder = SmallNetworks.linear().decoder(all.scope("decoder"), m1, DATA);
    double[] logTau = new double[m1];
    Arrays.fill(logTau, Math.log(TAU));
    set("prior.lower", m2, z2 -> affine(a, offset, z2), logTau);
    set("decoder.lower", m1, z1 -> affine(w, b, z1));
  }

  /** W and A as they come. */
  static LinearLayers any(int m2) {
    double[][] w = {{0.9, -0.4}, {0.2, 1.1}, {-0.7, 0.5}, {0.3, 0.8}};
    double[][] a = {{0.8, -0.5}, {0.4, 0.9}};
    return new LinearLayers(
        w,
        new double[] {0.1, -0.2, 0.3, 0.4},
        Arrays.stream(a).map(row -> Arrays.copyOf(row, m2)).toArray(double[][]::new));
  }

  /** Orthogonal columns of W and one coordinate above: a ladder of diagonal Gaussians is exact. */
  static LinearLayers aligned() {
    double[][] w = {{0.6, 0}, {0, 1.2}, {0.8, 0}, {0, 1.6}};
    return new LinearLayers(w, new double[] {0.1, -0.2, 0.3, 0.4}, new double[][] {{0.8}, {-0.5}});
  }

  private static double[] affine(double[][] matrix, double[] offset, double[] x) {
    return new Array2DRowRealMatrix(matrix)
        .operate(new ArrayRealVector(x))
        .add(new ArrayRealVector(offset))
        .toArray();
  }

  /** Sets a linear layer to an affine function, with outputs after it that are constant. */
  private void set(String name, int in, UnaryOperator<double[]> function, double... constants) {
    double[] bias = function.apply(new double[in]);
    Parameter weight = parameter(name + ".output.weight");
    int out = bias.length + constants.length;
    for (int i = 0; i < in; i++) {
      double[] unit = new double[in];
      unit[i] = 1;
      double[] column = function.apply(unit);
      for (int j = 0; j < out; j++) {
        weight.value().set(i * out + j, j < bias.length ? column[j] - bias[j] : 0);
      }
    }
    Parameter biases = parameter(name + ".output.bias");
    for (int j = 0; j < out; j++) {
      biases.value().set(j, j < bias.length ? bias[j] : constants[j - bias.length]);
    }
  }

  Parameter parameter(String name) {
    return all.list().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those of the encoder that was made. */
  List<Parameter> encoderParameters() {
    return all.list().stream().filter(it -> it.name().startsWith("encoder")).toList();
  }

  private static FullCovariance full(int m) {
    return new FullCovariance(m, new FullCovariance.Spec(FullCovariance.Positive.EXP));
  }

  /** Logarithms of the Cholesky factor's diagonal, then its entries below, row by row. */
  private static double[] factor(RealMatrix covariance) {
    RealMatrix c = new CholeskyDecomposition(covariance).getL();
    int m = c.getRowDimension();
    double[] numbers = new double[m * (m + 1) / 2];
    int at = m;
    for (int i = 0; i < m; i++) {
      numbers[i] = Math.log(c.getEntry(i, i));
      for (int j = 0; j < i; j++) {
        numbers[at++] = c.getEntry(i, j);
      }
    }
    return numbers;
  }

  /** The exact posterior from the bottom up. */
  Encoder bottomUp() {
    HierarchicalEncoder encoder =
        SmallNetworks.linear().bottomUp(all.scope("encoder"), DATA, full(m1), m1, full(m2), m2);
    RealMatrix covariance = new Array2DRowRealMatrix(whole.posteriorCovariance());
    set(
        "encoder.lower",
        DATA,
        x -> affine(l.getData(), offset, whole.posteriorMean(x)),
        factor(l.multiply(covariance).multiply(l.transpose())));
    set(
        "encoder.upper",
        m1,
        upper::posteriorMean,
        factor(new Array2DRowRealMatrix(upper.posteriorCovariance())));
    return encoder;
  }

  /**
   * The exact posterior from the top down, of {@link #aligned}.
   *
   * <p>x says of \(z_1\) that it is \(\hat\mu_1 = (w_j^\top (x - b) / \lVert w_j \rVert^2)_j\) with
   * deviations \(\sigma / \lVert w_j \rVert\), and of \(z_2\) what \(\hat\mu_1\) says.
   */
  LadderEncoder ladder() {
    LadderEncoder encoder = SmallNetworks.linear().ladder(all.scope("encoder"), DATA, m1, m2);
    double[] lengths = new double[m1];
    double precision = 1;
    for (int j = 0; j < m1; j++) {
      for (double[] row : w) {
        lengths[j] += row[j] * row[j];
      }
      precision += a[j][0] * a[j][0] / (TAU * TAU + SIGMA * SIGMA / lengths[j]);
    }
    double total = precision;
    UnaryOperator<double[]> own = x -> own(x, lengths);
    set(
        "encoder.lower",
        DATA,
        own,
        Arrays.stream(lengths).map(it -> Math.log(SIGMA / Math.sqrt(it))).toArray());
    set(
        "encoder.upper",
        DATA,
        x -> {
          double sum = 0;
          for (int j = 0; j < m1; j++) {
            double variance = TAU * TAU + SIGMA * SIGMA / lengths[j];
            sum += a[j][0] * (own.apply(x)[j] - offset[j]) / variance;
          }
          return new double[] {sum / total};
        },
        -0.5 * Math.log(total));
    return encoder;
  }

  private double[] own(double[] x, double[] lengths) {
    double[] mean = new double[m1];
    for (int j = 0; j < m1; j++) {
      for (int i = 0; i < DATA; i++) {
        mean[j] += w[i][j] * (x[i] - b[i]) / lengths[j];
      }
    }
    return mean;
  }

  HierarchicalPrior prior() {
    return prior;
  }

  GenerativeModel on(Tape tape) {
    return new GenerativeModel(tape, prior, decoder, new GaussianLikelihood(new FixedNoise(SIGMA)));
  }

  double[] draw(int i) {
    return whole.draw(Key.of(22).fold(i));
  }

  /** log p(x), in nats. */
  double logEvidence(double[] x) {
    return whole.logEvidence(x);
  }
}
