package vae.models.posterior;

import java.util.Optional;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.FullGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;

/**
 * Gaussian posteriors with any covariance, \(q(z \mid x) = \mathcal N(\mu, C C^\top)\) with C lower
 * triangular.
 *
 * <p>The encoder gives μ, the numbers behind the diagonal of C and the entries below it as they
 * are, m(m+3)/2 numbers. The KL to a Gaussian prior is in closed form. Exact where the true
 * posterior is Gaussian, as in linear models; for large m prefer {@link LowRank}.
 *
 * <p>Source: Kingma and Welling (2019), section 2.5.1.
 *
 * @param latentSize m ≥ 1
 */
public record FullCovariance(int latentSize, Spec spec) implements PosteriorFamily {

  /** How an unconstrained number becomes a positive element of the diagonal. */
  public enum Positive {
    /** \(e^x\): the number is the logarithm of the element. */
    EXP,
    /** \(\log(1 + e^x)\): grows linearly, so large outputs of the encoder do less harm. */
    SOFTPLUS;

    Tensor of(Tensor x) {
      return this == EXP ? x.exp() : x.softplus();
    }
  }

  @Describe(
      value = "Gaussian with any covariance; the encoder gives mean and Cholesky factor.",
      source = "Kingma and Welling (2019), section 2.5.1")
  public record Spec(
      @Default("\"exp\"")
          @Describe("what makes the factor's diagonal positive: exp, or softplus = log(1 + e^x)")
          Positive diagonal,
      @Since("0.2.0")
          @Default("null")
          @Describe(
              "bounds of the log of the squared diagonal of C, with gradient 0 outside; null for"
                  + " none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec(Positive diagonal) {
      this(diagonal, Optional.empty());
    }
  }

  /**
   * m(m+3)/2.
   *
   * @throws ArithmeticException where that is more than an int holds
   */
  @Override
  public int parameterCount() {
    return Math.toIntExact(latentSize * (latentSize + 3L) / 2);
  }

  /**
   * [*S, B, m(m+3)/2]: means, then the numbers behind the diagonal of C, then its entries below the
   * diagonal row by row, (1, 0), (2, 0), (2, 1), ….
   */
  @Override
  public FullGaussian of(Tensor parameters) {
    Tensor mean = parameters.slice(-1, 0, latentSize);
    Tensor positive = spec.diagonal().of(parameters.slice(-1, latentSize, 2 * latentSize));
    Tensor diagonal = spec.logVarianceClip().map(it -> it.deviation(positive)).orElse(positive);
    Tensor below = parameters.slice(-1, 2 * latentSize, parameterCount());
    return new FullGaussian(mean, LinearAlgebra.lowerTriangle(diagonal, below));
  }
}
