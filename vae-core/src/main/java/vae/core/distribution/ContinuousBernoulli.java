package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Independent continuous Bernoulli variables on [0, 1] given logits.
 *
 * <p>\[ \log p(x) = \sum_j x_j \ell_j - \log(1 + e^{\ell_j}) + \log C_j, \qquad C = \frac{\ell}
 * {\tanh(\ell/2)}, \]
 *
 * <p>which is \(\sum_j (x_j - \tfrac12) \ell_j - L(\ell_j)\) with \(L(\ell) = \log \frac{\sinh
 * (\ell/2)}{\ell/2}\). Without the normaliser C the Bernoulli expression is no density on grey
 * values. The mean is \(\tfrac12 + L'(\ell)\), not the logistic function of ℓ. Values and gradients
 * are accurate for every ℓ, 0 too. Batch [*S, B], event [d].
 *
 * <p>Source: Loaiza-Ganem and Cunningham (2019), The continuous Bernoulli.
 *
 * @param logits ℓ [*S, B, d], any real numbers
 */
public record ContinuousBernoulli(Tensor logits) implements Observation, HasEntropy {

  /** Half a step of the uniform noise: puts it into the open interval. */
  private static final double HALF_STEP = 0x1p-25;

  /** The mean at this logit is nearer to 1 than 10⁻⁶. */
  private static final double MAX_LOGIT = 1e6;

  public ContinuousBernoulli {
    logits = Arguments.rows("logits", logits);
  }

  /**
   * The logit at which the mean is the given one.
   *
   * @param mean within [10⁻⁶, 1 − 10⁻⁶]
   */
  public static double logitFor(double mean) {
    return Bisection.solve(LogSinhc::slope, mean - 0.5, -MAX_LOGIT, MAX_LOGIT);
  }

  @Override
  public Shape rows() {
    return logits.shape();
  }

  /** By inversion, in double precision; gradients do not pass. */
  @Override
  public Draws draw(int samples, Key key) {
    Tape tape = logits.tape();
    double[] l = logits.toArray().toDoubles();
    double[] draws = BatchNoise.uniform(tape, key, samples, logits.shape()).toArray().toDoubles();
    for (int i = 0; i < draws.length; i++) {
      draws[i] = quantile(draws[i] + HALF_STEP, l[i % l.length]);
    }
    return Draws.of(this, tape.constant(logits.shape().prepend(samples), draws));
  }

  /** \(\log(1 + u (e^\ell - 1)) / \ell\), mirrored for ℓ &gt; 0 so that no power overflows. */
  private static double quantile(double u, double l) {
    if (l == 0) {
      return u;
    }
    if (l > 0) {
      return 1 - quantile(1 - u, -l);
    }
    return StrictMath.log1p(u * StrictMath.expm1(l)) / l;
  }

  /** x in [0, 1]. */
  @Override
  public Tensor logProbEach(Tensor x) {
    return x.add(-0.5).multiply(logits).subtract(LogSinhc.value(logits));
  }

  @Override
  public Tensor mean() {
    return LogSinhc.slope(logits).add(0.5);
  }

  /** \(\sum_j L(\ell_j) - \ell_j L'(\ell_j)\) → [*S, B]; at most 0, as the support is [0, 1]. */
  @Override
  public Tensor entropy() {
    return LogSinhc.value(logits).subtract(logits.multiply(LogSinhc.slope(logits))).sum(-1);
  }
}
