package vae.models.estimator;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;

/**
 * The squared maximum mean discrepancy of two samples of one size, without bias.
 *
 * <p>\[ \frac1{B(B-1)} \sum_{i \ne j} k(a_i, a_j) + \frac1{B(B-1)} \sum_{i \ne j} k(b_i, b_j) -
 * \frac2{B^2} \sum_{i,j} k(a_i, b_j) \]
 *
 * <p>Its mean is 0 for two samples of one law, so that it is often negative. Samples of one have no
 * pair: 0. Distances come from inner products, exact to the rounding of squared lengths.
 *
 * <p>Source: Gretton, Borgwardt, Rasch, Schölkopf and Smola (2012), lemma 6.
 *
 * @param scale C &gt; 0, in the unit of squared distances
 */
public record MaximumMeanDiscrepancy(Kernel kernel, double scale) {

  /** k by the squared distance d². */
  public enum Kernel {
    /** C / (C + d²). */
    INVERSE_MULTIQUADRATIC,
    /** exp(−d² / C). */
    GAUSSIAN
  }

  /** a, b [*L, B, m] → [*L]. */
  public Tensor between(Tensor a, Tensor b) {
    int n = a.shape().extent(-2);
    Tensor each = a.tape().full(a.shape().dropLast(2), 0); // [*L]
    if (n == 1) {
      return each;
    }
    Tensor weights = LinearAlgebra.diagonal(a.tape(), n, 0, 1.0 / n / (n - 1));
    Tensor within = similarities(a, a).add(similarities(b, b)).multiply(weights);
    Tensor across = similarities(a, b).multiply(2.0 / n / n);
    return within.subtract(across).sum(-2, -1);
  }

  /** k(a_i, b_j), [*L, B, B]. */
  private Tensor similarities(Tensor a, Tensor b) {
    Shape rows = a.shape().withExtent(-1, 1); // [*L, B, 1]
    Tensor ofA = a.square().sum(-1).reshape(rows);
    Tensor ofB = b.square().sum(-1).reshape(rows).transpose();
    Tensor squares = ofA.add(ofB).subtract(a.matmul(false, b, true).multiply(2));
    return switch (kernel) {
      case INVERSE_MULTIQUADRATIC -> squares.multiply(1 / scale).add(1).reciprocal();
      case GAUSSIAN -> squares.multiply(-1 / scale).exp();
    };
  }
}
