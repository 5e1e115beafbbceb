package vae.models.posterior;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HouseholderGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;

/**
 * Gaussian posteriors turned by a chain of K reflections, \(z = H_K \cdots H_1 z_0\) with \(z_0
 * \sim \mathcal N(\mu, \mathrm{diag}\,\sigma^2)\) and \(H_k = I - 2 v_k v_k^\top / \lVert v_k
 * \rVert^2\).
 *
 * <p>The encoder gives μ, log σ and the vectors, m(K+2) numbers. The KL to a Gaussian prior is in
 * closed form; the one to N(0, I) does not see the rotation, so only the reconstruction term trains
 * it. Every covariance is within reach of m reflections.
 *
 * <p>Source: Tomczak and Welling (2016), section 3; there each vector is computed from the one
 * before it, here the encoder gives all of them.
 *
 * @param latentSize m ≥ 1
 */
public record Householder(int latentSize, Spec spec) implements PosteriorFamily {

  @Describe(
      value = "Gaussian turned by a chain of reflections whose vectors the encoder gives.",
      source = "Tomczak and Welling (2016), section 3")
  public record Spec(
      @Default("2") @Describe("reflections in the chain, at least 1") int reflections,
      @Since("0.2.0")
          @Default("null")
          @Describe("bounds of log σ² of z₀, with gradient 0 outside; null for none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec {
      Require.atLeast("reflections", reflections, 1);
    }

    public Spec(int reflections) {
      this(reflections, Optional.empty());
    }
  }

  /**
   * m(K+2).
   *
   * @throws ArithmeticException where that is more than an int holds
   */
  @Override
  public int parameterCount() {
    return Math.multiplyExact(latentSize, Math.addExact(spec.reflections(), 2));
  }

  /**
   * [*S, B, m(K+2)]: means of z₀, then logarithms of its standard deviations, then the vectors v₁,
   * v₂, … one after another.
   */
  @Override
  public HouseholderGaussian of(Tensor parameters) {
    DiagonalGaussian base = LogVarianceClip.gaussian(spec, parameters, latentSize);
    Tensor vectors = parameters.slice(-1, 2 * latentSize, parameterCount());
    Shape batch = parameters.shape().dropLast(1);
    return new HouseholderGaussian(
        base, vectors.reshape(batch.append(Shape.of(spec.reflections(), latentSize))));
  }
}
