package vae.core.distribution;

import static vae.autodiff.kernel.scalar.GammaFunctions.digamma;
import static vae.autodiff.kernel.scalar.GammaFunctions.lgamma;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Independent Student-t variables with one scale, \(x_j = f_j + s\,t_\nu\).
 *
 * <p>\[ \log p(x) = \sum_j \Bigl[ \log\Gamma\bigl(\tfrac{\nu+1}2\bigr) -
 * \log\Gamma\bigl(\tfrac\nu2\bigr) - \tfrac12 \log \nu\pi - \log s - \tfrac{\nu+1}2 \log\Bigl( 1 +
 * \frac{(x_j - f_j)^2}{\nu s^2} \Bigr) \Bigr] \]
 *
 * <p>The mean exists for ν &gt; 1 and the variance, \(s^2 \nu/(\nu-2)\), for ν &gt; 2. Batch [*S,
 * B], event [d].
 */
public final class StudentT implements Observation, HasEntropy {

  private static final double LOG_PI = 1.14472988584940017414;

  private final Tensor location;
  private final Tensor logScale;
  private final double nu;

  /**
   * @param location f [*S, B, d]
   * @param logScale log s, a scalar
   * @param degreesOfFreedom ν &gt; 0
   */
  public StudentT(Tensor location, Tensor logScale, double degreesOfFreedom) {
    this.location = Arguments.rows("location", location);
    this.logScale = Arguments.shaped("logScale", logScale, Shape.SCALAR);
    nu = Arguments.positive("degreesOfFreedom", degreesOfFreedom);
  }

  @Override
  public Shape rows() {
    return location.shape();
  }

  /**
   * From two normal numbers a, b for each coordinate: \(t = a \sqrt{(e^y - 1) / y}\) with \(y =
   * (a^2 + b^2)/\nu\), which is a itself as ν → ∞.
   *
   * <p>The angle of (a, b) and its length are independent, and \(e^{-(a^2+b^2)/2}\) is uniform.
   * Source: Bailey (1994), Polar generation of random variates with the t-distribution.
   */
  @Override
  public Draws draw(int samples, Key key) {
    Tape tape = location.tape();
    int d = size();
    Shape pairs = batchShape().append(Shape.of(2 * d));
    double[] normal = BatchNoise.normal(tape, key, samples, pairs).toArray().toDoubles();
    double[] t = new double[normal.length / 2];
    for (int i = 0; i < t.length; i++) {
      int at = i / d * 2 * d + i % d;
      double a = normal[at];
      double b = normal[at + d];
      double y = (a * a + b * b) / nu;
      t[i] = y == 0 ? a : a * Math.sqrt(StrictMath.expm1(y) / y);
    }
    Tensor noise = tape.constant(location.shape().prepend(samples), t);
    return Draws.of(this, noise.multiply(logScale.exp()).add(location));
  }

  /** \(\log (1 + (x_j - f_j)^2 / (\nu s^2))\). */
  private Tensor tails(Tensor x) {
    Tensor standardised = x.subtract(location).multiply(logScale.negate().exp());
    return standardised.square().multiply(1 / nu).log1p();
  }

  /** What \(\log p(x_j)\) is at the location where s = 1. */
  private double constant() {
    return lgamma((nu + 1) / 2) - lgamma(nu / 2) - 0.5 * (StrictMath.log(nu) + LOG_PI);
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    return tails(x).multiply(-(nu + 1) / 2).subtract(logScale).add(constant());
  }

  @Override
  public Tensor logProb(Tensor x) {
    int d = size();
    return tails(x)
        .sum(-1)
        .multiply(-(nu + 1) / 2)
        .subtract(logScale.multiply(d))
        .add(d * constant());
  }

  /** The location, which for ν ≤ 1 is the median: there is no mean then. */
  @Override
  public Tensor mean() {
    return location;
  }

  /**
   * \(\tfrac{\nu+1}2 [\psi(\tfrac{\nu+1}2) - \psi(\tfrac\nu2)] + \tfrac12 \log\nu + \log \mathrm
   * B(\tfrac\nu2, \tfrac12) + \log s\) for each coordinate → [*S, B].
   */
  @Override
  public Tensor entropy() {
    int d = size();
    double logBeta = lgamma(nu / 2) + 0.5 * LOG_PI - lgamma((nu + 1) / 2);
    double standard =
        (nu + 1) / 2 * (digamma((nu + 1) / 2) - digamma(nu / 2))
            + 0.5 * StrictMath.log(nu)
            + logBeta;
    return logScale.multiply(d).add(d * standard).broadcastTo(batchShape());
  }
}
