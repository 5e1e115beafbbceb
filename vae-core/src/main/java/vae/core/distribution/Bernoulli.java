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
 */
public final class Bernoulli implements Distribution, HasEntropy {

  private final Tensor logits;

  /**
   * @param logits ℓ [*S, B, d], any real numbers
   */
  public Bernoulli(Tensor logits) {
    this.logits = logits;
  }

  @Override
  public Shape batchShape() {
    return logits.shape().dropLast(1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(logits.shape().extent(-1));
  }

  /** 1 where a uniform draw is below the probability; gradients do not pass. */
  @Override
  public Tensor sample(int samples, Key key) {
    return mean().greaterThan(BatchNoise.uniform(logits.tape(), key, samples, logits.shape()));
  }

  /**
   * Data x [B, d] in {0, 1}, a constant repeated over the samples of the batch → [*S, B]; draws x
   * [S', *S, B, d] → [S', *S, B].
   */
  @Override
  public Tensor logProb(Tensor x) {
    return x.shape().rank() > logits.shape().rank()
        ? x.multiply(logits).subtract(logits.softplus()).sum(-1)
        : RowSums.bernoulliLogProb(logits, x);
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
