package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians whose one variance is, for every batch of data, the one that makes the data likeliest:
 * a profile likelihood.
 *
 * <p>\[ \sigma_*^2(x) = \max\Bigl( \frac1{n d} \sum_{i=1}^n \lVert x_i - f_i \rVert^2,\;
 * e^{2\,\mathrm{floor}} \Bigr), \qquad \log p(x_i) = -\frac{\lVert x_i - f_i \rVert^2}
 * {2\sigma_*^2} - \frac d2 \log(2\pi\sigma_*^2) \]
 *
 * <p>The sum runs over every example of the batch and every sample. Above the floor the mean over
 * the batch is \(-\tfrac d2 (\log 2\pi\sigma_*^2 + 1)\), and gradients pass through σ_*. The value
 * belongs to the batch as a whole: as σ_* depends on x, this is no density in x, and it serves
 * training alone. Draws have the deviation that is given for them.
 *
 * <p>Source: Rybkin et al. (2021), section 4.
 */
public final class ProfileGaussian implements Observation {

  private final Tensor mean;
  private final double floor;
  private final IsotropicGaussian draws;

  /** [B, d], 1 where x is known; null where all is. */
  private final Tensor observed;

  /**
   * @param mean f [*S, B, d]
   * @param floor least log σ_*
   */
  public ProfileGaussian(Tensor mean, double floor, Tensor logDeviation) {
    this.mean = mean;
    this.floor = Arguments.finite("floor", floor);
    draws = new IsotropicGaussian(mean, logDeviation);
    observed = null;
  }

  private ProfileGaussian(ProfileGaussian of, Tensor observed) {
    mean = of.mean;
    floor = of.floor;
    draws = of.draws;
    this.observed = observed;
  }

  /** The mean of the squared error is that over the known values. */
  @Override
  public Observation knowing(Tensor known) {
    return new ProfileGaussian(this, known);
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return draws.draw(samples, key);
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    return likeliest(x).logProbEach(x);
  }

  @Override
  public Tensor logProb(Tensor x) {
    return likeliest(x).logProb(x);
  }

  private IsotropicGaussian likeliest(Tensor x) {
    Tensor least = mean.tape().scalar(StrictMath.exp(2 * floor));
    Tensor variance = meanSquare(x.subtract(mean)).maximum(least);
    return new IsotropicGaussian(mean, variance.log().multiply(0.5));
  }

  private Tensor meanSquare(Tensor error) {
    if (observed == null) {
      return error.square().mean();
    }
    Tensor known = observed.broadcastTo(error.shape());
    return error.multiply(observed).square().sum().divide(known.sum());
  }

  @Override
  public Tensor mean() {
    return mean;
  }
}
