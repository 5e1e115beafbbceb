package vae.experiments.evaluation.code;

import java.util.Optional;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMean;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.model.GenerativeModel;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.PosteriorMeans;
import vae.experiments.evaluation.PosteriorMoments;
import vae.experiments.training.ModelOnBatch;

/** How far encoder and decoder use each coordinate, from one pass over the examples. */
final class UsedCode {

  private final double[] gains;
  private double[] rates;
  private final double[][] means;
  private final double[][] otherMeans;
  private double[][] prior;
  private boolean exactMeans = true;

  private UsedCode(int examples) {
    gains = new double[examples];
    means = new double[examples][];
    otherMeans = new double[examples][];
  }

  /**
   * @throws MisfitException where the prior is another one for each example
   */
  static UsedCode of(Evaluator on) {
    UsedCode used = new UsedCode(on.size());
    on.forEachChunk(0, used::add);
    return used;
  }

  private void add(ModelOnBatch model, Key noise, int from) {
    GenerativeModel p = model.generative();
    Posterior q = model.posterior();
    HasDensity pi = DrawnCodes.one(p.prior(), "code");
    if (from == 0) {
      factorised(q, pi);
    }
    Tensor ofPosterior = q.draw(1, noise).z(); // [1, B, m]
    Tensor ofPrior = pi.draw(ofPosterior.shape().extent(1), noise.fold("prior")).z(); // [B, m]
    Tensor gain =
        p.likelihood(ofPosterior)
            .logProb(model.x())
            .mean(Distribution.SAMPLE)
            .subtract(p.likelihood(ofPrior).logProb(model.x())); // [B]
    for (int i = 0; i < gain.shape().size(); i++) {
      gains[from + i] = gain.get(i);
    }
    exactMeans &= q instanceof HasMean;
    copy(PosteriorMoments.mean(q, noise), means, from);
    if (!exactMeans) {
      copy(PosteriorMoments.mean(q, noise.fold("other half")), otherMeans, from);
    }
    Optional<Tensor> perDimension =
        Kl.perDimension(PosteriorMoments.marginals(q, noise), pi); // [B, m]
    perDimension.ifPresent(
        each -> {
          double[] sum = each.sum(0).toArray().toDoubles();
          rates = rates == null ? new double[sum.length] : rates;
          for (int j = 0; j < sum.length; j++) {
            rates[j] += sum[j] / gains.length;
          }
        });
  }

  private static void copy(Tensor rows, double[][] to, int from) {
    double[][] chunk = rows.toArray().toRows();
    System.arraycopy(chunk, 0, to, from, chunk.length);
  }

  private void factorised(Posterior q, HasDensity pi) {
    if (q instanceof GaussianPosterior
        && (pi instanceof StandardGaussian || pi instanceof DiagonalGaussian)) {
      DiagonalGaussian moments =
          pi instanceof DiagonalGaussian diagonal ? diagonal : ((StandardGaussian) pi).marginals();
      prior =
          new double[][] {
            moments.mean().toArray().toDoubles(), moments.logDeviation().toArray().toDoubles()
          };
    }
  }

  /** What z of the posterior adds to log p(x | z) over z of the prior, the mean over examples. */
  Measured gain() {
    return Measured.ofMean(gains);
  }

  /** The same of each example, [N]. */
  double[] gains() {
    return gains;
  }

  /**
   * Means and log deviations of the prior's coordinates, [2][m]; empty where the second split is
   * not known: the prior's coordinates depend on each other, or the posterior is not Gaussian.
   */
  Optional<double[][]> prior() {
    return Optional.ofNullable(prior);
  }

  /** The mean KL of each coordinate to the prior's, [m]; empty where the prior's are not known. */
  Optional<double[]> ratePerDimension() {
    return Optional.ofNullable(rates);
  }

  /** Whether posterior means are in closed form. */
  boolean exactMeans() {
    return exactMeans;
  }

  /**
   * The variance of each coordinate of the posterior mean, [m]; of drawn means the covariance of
   * two independent halves, which has no share of their noise.
   */
  double[] meanVariance() {
    PosteriorMeans own = new PosteriorMeans(means, exactMeans);
    return own.covariance(exactMeans ? own : new PosteriorMeans(otherMeans, false));
  }
}
