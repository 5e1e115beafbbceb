package vae.core.oracle;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Points and weights with \(\int f \approx \sum_i w_i f(x_i)\) over k dimensions; for discrete
 * values the points are the values and the weights are 1.
 *
 * <p>Continuous rules are composite Gauss-Legendre rules with points from Commons Math.
 *
 * @param points [n][k]
 * @param weights [n]
 */
public record QuadratureRule(double[][] points, double[] weights) {

  private static final int POINTS_PER_PANEL = 10;

  /** Panels of a rule on the real line: fine in one dimension, affordable when multiplied. */
  private static final int PANELS = 20;

  /** On the real line the rule reaches scale · sinh(REACH) ≈ 1490 scales to either side. */
  private static final double REACH = 8;

  /** On [low, high], in equal panels of ten points each. */
  public static QuadratureRule interval(double low, double high, int panels) {
    GaussIntegrator panel = new GaussIntegratorFactory().legendre(POINTS_PER_PANEL);
    double[][] points = new double[panels * POINTS_PER_PANEL][];
    double[] weights = new double[points.length];
    double half = (high - low) / (2 * panels);
    for (int i = 0; i < points.length; i++) {
      double centre = low + (2 * (i / POINTS_PER_PANEL) + 1) * half;
      points[i] = new double[] {centre + half * panel.getPoint(i % POINTS_PER_PANEL)};
      weights[i] = half * panel.getWeight(i % POINTS_PER_PANEL);
    }
    return new QuadratureRule(points, weights);
  }

  /**
   * On the real line by \(x = c + s \sinh t\): close points within a few scales of the centre, and
   * far ones for heavy tails. A kink at the centre lies between two panels and does no harm.
   *
   * @param scale s &gt; 0, about a standard deviation
   */
  public static QuadratureRule line(double centre, double scale) {
    QuadratureRule t = interval(-REACH, REACH, PANELS);
    double[][] points = new double[t.weights.length][];
    double[] weights = new double[t.weights.length];
    for (int i = 0; i < weights.length; i++) {
      points[i] = new double[] {centre + scale * Math.sinh(t.points[i][0])};
      weights[i] = t.weights[i] * scale * Math.cosh(t.points[i][0]);
    }
    return new QuadratureRule(points, weights);
  }

  /** The values themselves, for sums. */
  public static QuadratureRule values(double... values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    double[][] points =
        Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    return new QuadratureRule(points, ones);
  }

  /** Every point of this with every point of the other: k + l dimensions. */
  public QuadratureRule times(QuadratureRule other) {
    int n = other.weights.length;
    double[][] points2 = new double[weights.length * n][];
    double[] weights2 = new double[points2.length];
    for (int i = 0; i < points2.length; i++) {
      double[] a = points[i / n];
      double[] b = other.points[i % n];
      points2[i] = Arrays.copyOf(a, a.length + b.length);
      System.arraycopy(b, 0, points2[i], a.length, b.length);
      weights2[i] = weights[i / n] * other.weights[i % n];
    }
    return new QuadratureRule(points2, weights2);
  }

  /** The points as a constant [n, 1, k]: n samples of a batch of one. */
  public Tensor on(Tape tape) {
    int k = points[0].length;
    double[] flat = new double[points.length * k];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = points[i / k][i % k];
    }
    return tape.constant(Shape.of(points.length, 1, k), flat);
  }

  /**
   * \(\log \sum_i w_i e^{f_i}\), safe for values of any size.
   *
   * @param logValues f at the points, n elements
   */
  public double logIntegral(Tensor logValues) {
    double[] f = logValues.toArray().toDoubles();
    double largest = Arrays.stream(f).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      sum += weights[i] * Math.exp(f[i] - largest);
    }
    return largest + Math.log(sum);
  }

  /** \(\sum_i w_i e^{f_i} g(x_i)\): the expectation of g where f is a log density. */
  public double expectation(Tensor logDensity, ToDoubleFunction<double[]> g) {
    double[] f = logDensity.toArray().toDoubles();
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      double mass = weights[i] * Math.exp(f[i]);
      sum += mass == 0 ? 0 : mass * g.applyAsDouble(points[i]);
    }
    return sum;
  }
}
