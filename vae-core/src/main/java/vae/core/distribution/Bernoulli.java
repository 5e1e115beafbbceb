package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tensor;

/**
 * Independent Bernoulli variables given logits, \(p_j = 1/(1+e^{-\ell_j})\).
 *
 * <p>\[ \log p(x) = \sum_j x_j \ell_j - \log(1 + e^{\ell_j}) \]
 *
 * <p>Stable for logits of any size. It is a probability mass for x in {0, 1} only; for grey values
 * the same expression is not a likelihood (use the continuous Bernoulli). Batch [*S, B], event [d].
 *
 * @param logits ℓ [*S, B, d], any real numbers
 */
public record Bernoulli(Tensor logits) implements Observation, HasEntropy {

  public Bernoulli {
    logits = Arguments.rows("logits", logits);
  }

  @Override
  public boolean isDiscrete() {
    return true;
  }

  @Override
  public Shape rows() {
    return logits.shape();
  }

  /** 1 where a uniform draw is below the probability; gradients do not pass. */
  @Override
  public Draws draw(int samples, Key key) {
    Tensor uniform = BatchNoise.uniform(logits.tape(), key, samples, logits.shape());
    return Draws.of(this, mean().greaterThan(uniform));
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    return x.multiply(logits).subtract(logits.softplus());
  }

  /** x in {0, 1}. */
  @Override
  public Tensor logProb(Tensor x) {
    return areDraws(x) ? Observation.super.logProb(x) : RowSums.bernoulliLogProb(logits, x);
  }

  @Override
  public Tensor mean() {
    return logits.sigmoid();
  }

  /** \(\sum_j \log(1 + e^{\ell_j}) - p_j \ell_j\) → [*S, B]. */
  @Override
  public Tensor entropy() {
    return logits.softplus().subtract(mean().multiply(logits)).sum(-1);
  }
}
