package vae.experiments.sampler;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.MixtureMultivariateNormalDistribution;
import org.apache.commons.math3.distribution.fitting.MultivariateNormalMixtureExpectationMaximization;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.MersenneTwister;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.random.Permutation;
import vae.core.spec.SpecException;

/**
 * A mixture of Gaussians with full covariances, fitted to codes by maximum likelihood.
 *
 * <p>\[ p(z) = \sum_{k=1}^K w_k\, \mathcal N(z; \mu_k, \Sigma_k) \]
 *
 * <p>The EM algorithm of Commons Math starts from k-means++ clusters with one covariance for all,
 * on standardised codes, and ends when the mean log-likelihood of a code changes by less than 10⁻³
 * nats. Its start and the codes that it sees are keyed. Draws are made of its weights, means and
 * covariances by noise of our own. Its arithmetic is that of a library, so that the bits of a fit
 * are those of its version: they belong in no digest.
 *
 * <p>K ≥ 1, m from 2 to 256, and N ≥ K (m + 1). Where N K m² is large the fit takes a keyed choice
 * of the codes. Take fewer components where one becomes singular: nothing holds its covariance away
 * from 0. Take it before {@code two-stage} where codes are few.
 *
 * <p>Source: Ghosh, Sajjadi, Vergari, Black and Schölkopf (2020), From variational to deterministic
 * autoencoders, section 4 (K = 10, full covariances, and their code's tolerance).
 */
public final class GaussianMixtureSampler implements LatentSampler {

  /** K in the paper. */
  public static final int DEFAULT_COMPONENTS = 10;

  private static final String SOURCE =
      "Ghosh et al. (2020), From variational to deterministic autoencoders";
  private static final String CODES = "codes";
  private static final int MAX_LATENT_SIZE = 256;
  private static final int MAX_ITERATIONS = 200;
  private static final int CLUSTERING_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-3;

  private static final long MAX_CODES = 20_000;

  /** N K m² of the codes that are fitted, at most: what one iteration costs. */
  private static final long MAX_COST = 1L << 27;

  /** Of standardised codes: below this variance given the coordinates before it, one is fixed. */
  private static final double SINGULAR = 1e-10;

  private final DType type;
  private final int codes;
  private final boolean converged;
  private final double logLikelihood;
  private final double[] weights;
  private final double[][] means;
  private final double[][][] factors;

  private GaussianMixtureSampler(
      DType type,
      int codes,
      boolean converged,
      double logLikelihood,
      MixtureMultivariateNormalDistribution mixture,
      CodeScale scale) {
    this.type = type;
    this.codes = codes;
    this.converged = converged;
    this.logLikelihood = logLikelihood;
    int k = mixture.getComponents().size();
    weights = new double[k];
    means = new double[k][];
    factors = new double[k][][];
    for (int c = 0; c < k; c++) {
      var component = mixture.getComponents().get(c);
      weights[c] = component.getFirst();
      means[c] = component.getSecond().getMeans();
      factors[c] = factor(component.getSecond().getCovariances(), k);
      for (int j = 0; j < means[c].length; j++) {
        means[c][j] = scale.restore(j, means[c][j]);
        for (int l = 0; l < means[c].length; l++) {
          factors[c][j][l] *= scale.deviation()[j];
        }
      }
    }
  }

  /** L with \(L L^\top = \Sigma\). */
  private static double[][] factor(RealMatrix covariance, int components) {
    try {
      return new CholeskyDecomposition(covariance, 1e-9, SINGULAR).getL().getData();
    } catch (MathIllegalArgumentException e) {
      throw singular(components);
    }
  }

  /**
   * Fits a mixture.
   *
   * @param codes [N, m] or [S, B, m]
   * @param components K
   * @param key of the start, and of the choice of codes
   * @throws SpecException where there are too few codes, one is not finite, a coordinate is
   *     constant or a component becomes singular
   */
  public static GaussianMixtureSampler fit(NdArray codes, int components, Key key) {
    return fit(codes, components, MAX_ITERATIONS, key);
  }

  /** Ends after a number of iterations. */
  static GaussianMixtureSampler fit(NdArray codes, int components, int iterations, Key key) {
    CodeScale scale = CodeScale.of(codes);
    double[][] all = scale.standardise(codes);
    requireEnough(all.length, scale.mean().length, components);
    double[][] rows = affordable(all, components, key.fold(CODES));
    try {
      var em = new MultivariateNormalMixtureExpectationMaximization(rows);
      boolean converged = fit(em, start(rows, components, key.fold("start")), iterations);
      return new GaussianMixtureSampler(
          codes.type(), rows.length, converged, em.getLogLikelihood(), em.getFittedModel(), scale);
    } catch (MathIllegalArgumentException | MathIllegalStateException e) {
      throw singular(components);
    }
  }

  private static boolean fit(
      MultivariateNormalMixtureExpectationMaximization em,
      MixtureMultivariateNormalDistribution start,
      int iterations) {
    try {
      em.fit(start, iterations, TOLERANCE);
      return true;
    } catch (ConvergenceException e) {
      return false; // what it has come to is a mixture all the same
    }
  }

  private static void requireEnough(int n, int m, int components) {
    if (m < 2 || m > MAX_LATENT_SIZE) {
      throw SpecException.because(
          "sampler",
          "gaussian-mixture needs codes of 2 to %d coordinates, got %d"
              .formatted(MAX_LATENT_SIZE, m),
          "Take the sampler prior or two-stage.");
    }
    int most = (int) Math.min(n / (m + 1), Math.sqrt(MAX_COST / (m * m * (m + 1.0))));
    if (components < 1 || components > most) {
      throw new SpecException(
          "components",
          most < 1
              ? "at least %d codes of %d coordinates".formatted(m + 1, m)
              : "from 1 to %d for %d codes of %d coordinates".formatted(most, n, m),
          most < 1 ? Integer.toString(n) : Integer.toString(components),
          "Take fewer components or more codes, or the sampler two-stage.");
    }
  }

  /** A keyed choice of the codes, in their order, whose fit ends in bounded time. */
  private static double[][] affordable(double[][] rows, int components, Key key) {
    long m = rows[0].length;
    long most = Math.min(MAX_CODES, MAX_COST / (components * m * m));
    int[] chosen = Permutation.of(key, rows.length);
    return Arrays.stream(chosen)
        .limit(most)
        .sorted()
        .mapToObj(i -> rows[i])
        .toArray(double[][]::new);
  }

  /** Clusters' shares and centres, and the covariance within clusters. */
  private static MixtureMultivariateNormalDistribution start(
      double[][] rows, int components, Key key) {
    var clusterer =
        new KMeansPlusPlusClusterer<DoublePoint>(
            components,
            CLUSTERING_ITERATIONS,
            new EuclideanDistance(),
            new MersenneTwister(new int[] {key.k0(), key.k1()}),
            KMeansPlusPlusClusterer.EmptyClusterStrategy.FARTHEST_POINT);
    List<CentroidCluster<DoublePoint>> clusters =
        clusterer.cluster(Arrays.stream(rows).map(DoublePoint::new).toList());
    int k = clusters.size();
    int m = rows[0].length;
    double[] weights = new double[k];
    double[][] centres = new double[k][];
    double[][] within = new double[m][m];
    for (int c = 0; c < k; c++) {
      centres[c] = clusters.get(c).getCenter().getPoint();
      weights[c] = clusters.get(c).getPoints().size() / (double) rows.length;
      for (DoublePoint point : clusters.get(c).getPoints()) {
        for (int j = 0; j < m; j++) {
          for (int l = 0; l < m; l++) {
            within[j][l] +=
                (point.getPoint()[j] - centres[c][j])
                    * (point.getPoint()[l] - centres[c][l])
                    / rows.length;
          }
        }
      }
    }
    double[][][] covariances = new double[k][][];
    Arrays.fill(covariances, within);
    return new MixtureMultivariateNormalDistribution(weights, centres, covariances);
  }

  private static SpecException singular(int components) {
    return SpecException.because(
        "components",
        "one of %d components became singular: its codes lie in fewer dimensions than z, or too far"
                .formatted(components)
            + " from the others",
        "Take fewer components, or the sampler two-stage.");
  }

  @Override
  public NdArray draw(int n, Key key) {
    int m = latentSize();
    DrawSize.require("n", n, m);
    NdArray drawn = NdArray.zeros(type, Shape.of(n, m));
    float[] uniform = new float[1];
    double[] normal = new double[m];
    int[] block = new int[4];
    for (int i = 0; i < n; i++) {
      Noise.uniform(key.fold("component"), i, 0, uniform, 0, 1, block);
      Noise.normal(key.fold("z"), i, 0, normal, 0, m, block);
      int c = component(uniform[0]);
      for (int j = 0; j < m; j++) {
        double value = means[c][j];
        for (int l = 0; l <= j; l++) {
          value += factors[c][j][l] * normal[l];
        }
        drawn.set(i * m + j, value);
      }
    }
    return drawn;
  }

  private int component(double uniform) {
    double sum = 0;
    for (int c = 0; c < weights.length - 1; c++) {
      sum += weights[c];
      if (uniform < sum) {
        return c;
      }
    }
    return weights.length - 1;
  }

  /** \(w_k\), [K]. */
  public double[] weights() {
    return weights.clone();
  }

  /** \(\mu_k\) in the units of z, [K][m]. */
  public double[][] means() {
    return Arrays.stream(means).map(double[]::clone).toArray(double[][]::new);
  }

  /** \(\Sigma_k\) in the units of z, [K][m][m]. */
  public double[][][] covariances() {
    int m = latentSize();
    double[][][] covariances = new double[weights.length][m][m];
    for (int c = 0; c < weights.length; c++) {
      for (int j = 0; j < m; j++) {
        for (int l = 0; l < m; l++) {
          for (int i = 0; i <= Math.min(j, l); i++) {
            covariances[c][j][l] += factors[c][j][i] * factors[c][l][i];
          }
        }
      }
    }
    return covariances;
  }

  /** The mean log-likelihood of a standardised code when EM last measured it. */
  double logLikelihood() {
    return logLikelihood;
  }

  @Override
  public int latentSize() {
    return means[0].length;
  }

  @Override
  public Description description() {
    return new Description(
        "gaussian-mixture",
        SOURCE,
        Map.of("components", weights.length, CODES, codes, "converged", converged),
        false);
  }
}
