package vae.models.posterior;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.LowRankGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.SpecException;

/**
 * Gaussian posteriors whose covariance is diagonal plus low rank, \(q(z \mid x) = \mathcal N(\mu,
 * \mathrm{diag}\,\sigma^2 + U U^\top)\) with U of r columns.
 *
 * <p>The encoder gives μ, log σ and U, m(r+2) numbers. The KL to a Gaussian prior is in closed
 * form. Between {@link Diagonal} and {@link FullCovariance}: the coordinates depend on each other
 * through r shared noises.
 *
 * <p>Source: Ong, Nott and Smith (2018), Gaussian variational approximation with a factor
 * covariance structure.
 *
 * @param latentSize m ≥ 1
 */
public record LowRank(int latentSize, Spec spec) implements PosteriorFamily {

  @Describe(
      value = "Gaussian with covariance diagonal plus low rank; the encoder gives all of it.",
      source = "Ong, Nott and Smith (2018)")
  public record Spec(
      @Default("2") @Describe("columns of the covariance's factor, from 1 to the latent size")
          int rank,
      @Since("0.2.0")
          @Default("null")
          @Describe("bounds of log σ², the part without U, with gradient 0 outside; null for none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec {
      Require.atLeast("rank", rank, 1);
    }

    public Spec(int rank) {
      this(rank, Optional.empty());
    }
  }

  /**
   * @throws SpecException where the rank is above m
   */
  public LowRank {
    if (spec.rank() > latentSize) {
      throw new SpecException(
          "rank",
          "an integer of at most the latent size, " + latentSize,
          Integer.toString(spec.rank()),
          "Lower the rank or raise the latent size; \"full-covariance\" has every covariance.");
    }
  }

  /**
   * m(r+2).
   *
   * @throws ArithmeticException where that is more than an int holds
   */
  @Override
  public int parameterCount() {
    return Math.multiplyExact(latentSize, spec.rank() + 2);
  }

  /**
   * [*S, B, m(r+2)]: means, then logarithms of standard deviations, then U row by row: the r
   * entries of the first coordinate, those of the second, ….
   */
  @Override
  public LowRankGaussian of(Tensor parameters) {
    DiagonalGaussian own = LogVarianceClip.gaussian(spec, parameters, latentSize);
    Tensor factor = parameters.slice(-1, 2 * latentSize, parameterCount());
    Shape batch = parameters.shape().dropLast(1);
    return new LowRankGaussian(
        own.mean(),
        own.logDeviation(),
        factor.reshape(batch.append(Shape.of(latentSize, spec.rank()))));
  }
}
