package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with diagonal covariance \(\mathcal N(\mu, \mathrm{diag}\,\sigma^2)\).
 *
 * <p>\[ \log q(z) = -\tfrac12 \sum_j \Bigl( \frac{z_j - \mu_j}{\sigma_j} \Bigr)^2 - \sum_j \log
 * \sigma_j - \tfrac m2 \log 2\pi, \qquad z = \mu + \sigma \odot \varepsilon \]
 *
 * <p>Batch [*S, B] as a posterior, batch [] as a prior; event [m].
 *
 * @param mean μ [*S, B, m] or [m]
 * @param logDeviation log σ of the same shape, any real numbers
 */
public record DiagonalGaussian(Tensor mean, Tensor logDeviation) implements GaussianPosterior {

  /**
   * @throws ShapeException naming the argument that does not fit
   */
  public DiagonalGaussian {
    mean = Arguments.rows("mean", mean);
    logDeviation = Arguments.shaped("logDeviation", logDeviation, mean.shape());
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    Tensor noise = BatchNoise.normal(mean.tape(), key, samples, mean.shape());
    return new OwnDraws(this, noise, GaussianRows.draw(mean, logDeviation, noise));
  }

  /** Draws whose noise ε [S, *B, m] is known: beside N(0, I) their ratio is one pass over both. */
  private record OwnDraws(DiagonalGaussian q, Tensor noise, Tensor z) implements Draws {

    @Override
    public Tensor logProb() {
      return q.logProb(z);
    }

    @Override
    public Tensor logRatio(HasDensity p) {
      return p instanceof StandardGaussian
          ? GaussianRows.logRatio(noise, z, q.logDeviation)
          : Draws.super.logRatio(p);
    }

    @Override
    public Draws stopGradient() {
      DiagonalGaussian held = q.stopGradient();
      return held == q ? this : Draws.of(held, z);
    }

    @Override
    public Draws detached() {
      Tensor held = z.detach();
      return held == z ? this : Draws.of(q, held);
    }
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor standardised = z.subtract(mean).multiply(logDeviation.negate().exp());
    return standardised
        .square()
        .multiply(-0.5)
        .subtract(logDeviation)
        .sum(-1)
        .add(-0.5 * size() * StandardGaussian.LOG_TWO_PI);
  }

  /**
   * From what a network gives, as far as it is read: means, then logarithms of standard deviations.
   *
   * @param outputs [*S, *B, n ≥ 2m]
   * @param m numbers in a draw
   */
  public static DiagonalGaussian ofOutputs(Tensor outputs, int m) {
    return new DiagonalGaussian(outputs.slice(-1, 0, m), outputs.slice(-1, m, 2 * m));
  }

  /**
   * The Gaussian whose density is the product of two, but for a constant: precisions add up, and
   * the mean is that of both, weighted by precision.
   *
   * @param other batch [*S, *B], as this or broader
   */
  public DiagonalGaussian times(DiagonalGaussian other) {
    Tensor logRatio = other.logDeviation.subtract(logDeviation).multiply(2); // of the precisions
    Tensor shift = mean.subtract(other.mean).multiply(logRatio.sigmoid());
    Tensor narrowing = logRatio.softplus().multiply(0.5);
    return new DiagonalGaussian(other.mean.add(shift), other.logDeviation.subtract(narrowing));
  }

  @Override
  public DiagonalGaussian marginals() {
    return this;
  }

  @Override
  public DiagonalGaussian stopGradient() {
    Tensor heldMean = mean.detach();
    Tensor heldDeviation = logDeviation.detach();
    return heldMean == mean && heldDeviation == logDeviation
        ? this
        : new DiagonalGaussian(heldMean, heldDeviation);
  }

  /** \(\sum_j \log \sigma_j + \tfrac m2 (1 + \log 2\pi)\) → [*S, B] or []. */
  @Override
  public Tensor entropy() {
    return logDeviation.sum(-1).add(STANDARD_ENTROPY * size());
  }
}
