package vae.autodiff.tape;

import vae.autodiff.op.BernoulliLogits;
import vae.autodiff.op.SquaredDistance;

/**
 * Fused sums over the last axis between parameters [*S, *B, d] and data [*B, d] → [*S, *B].
 *
 * <p>The data are constants and are repeated over the leading axes without being copied.
 */
public final class RowSums {

  private RowSums() {}

  /**
   * \(\sum_j x_j \ell_j - \log(1 + e^{\ell_j})\).
   *
   * @param logits ℓ [*S, *B, d]
   * @param data x [*B, d], a constant
   * @throws IllegalStateException where the data have a gradient
   */
  public static Tensor bernoulliLogProb(Tensor logits, Tensor data) {
    requireConstant("bernoulliLogits", data);
    return logits.tape().record(new BernoulliLogits(), logits, data);
  }

  /**
   * \(\sum_j (a_j - x_j)^2\).
   *
   * @param a [*S, *B, d]
   * @param data x [*B, d], a constant
   * @throws IllegalStateException where the data have a gradient
   */
  public static Tensor squaredDistance(Tensor a, Tensor data) {
    requireConstant("squaredDistance", data);
    return a.tape().record(new SquaredDistance(), a, data);
  }

  private static void requireConstant(String op, Tensor data) {
    if (data.differentiable) {
      throw new IllegalStateException(
          op + ": the data have no gradient here; detach() them, or write the formula out");
    }
  }
}
