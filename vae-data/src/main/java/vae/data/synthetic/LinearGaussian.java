package vae.data.synthetic;

import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.data.missing.MissingValues;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;

/**
 * Examples of a linear Gaussian model, whose likelihood and posterior are known exactly.
 *
 * <p>\[ x = W z + b + \sigma \varepsilon, \qquad z \sim \mathcal N(0, I_m), \quad \varepsilon \sim
 * \mathcal N(0, I_d) \]
 *
 * <p>so that \(x \sim \mathcal N(b, W W^\top + \sigma^2 I)\). Entries of W are normal with variance
 * 1/m, entries of b standard normal; all are drawn once by the seed. Computed in double precision
 * and rounded to single at the end. Source: Tipping and Bishop (1999), "Probabilistic principal
 * component analysis".
 */
public final class LinearGaussian implements DataSource {

  @Describe(
      value = "Examples of a linear Gaussian model, whose likelihood is known exactly.",
      source = "Tipping and Bishop (1999), Probabilistic principal component analysis")
  public record Spec(
      @Describe("Values per example; at least 1.") @Default("10") int dimension,
      @Describe("Size of the latent vector; at least 1.") @Default("2") int latent,
      @Describe("Standard deviation of the noise; above 0.") @Default("0.1") double noise,
      @Describe("Number of training examples; at least 1.") @Default("1000") int train,
      @Describe("Number of validation examples; at least 0.") @Default("200") int validation,
      @Describe("Number of test examples; at least 0.") @Default("200") int test,
      @Describe("Seed of model and examples; apart from the experiment's seed.") @Default("0")
          long seed,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.between("dimension", dimension, 1, MAX_SIZE);
      Require.between("latent", latent, 1, MAX_SIZE);
      Require.positive("noise", noise);
      Parts.check(train, validation, test, dimension);
    }

    @Override
    public SplitSpec split() {
      return new SplitSpec(validation, test, seed);
    }
  }

  private static final int MAX_SIZE = 1 << 13;

  private final Spec spec;
  private final double[][] weights;
  private final double[] offset;

  public LinearGaussian(Spec spec) {
    this.spec = spec;
    Key model = Key.of(spec.seed()).fold("model");
    weights = new double[spec.dimension()][spec.latent()];
    offset = new double[spec.dimension()];
    int[] block = new int[4];
    for (int d = 0; d < spec.dimension(); d++) {
      Noise.normal(model.fold("weights"), d, 0, weights[d], 0, spec.latent(), block);
      for (int m = 0; m < spec.latent(); m++) {
        weights[d][m] /= Math.sqrt(spec.latent());
      }
    }
    Noise.normal(model.fold("offset"), 0, 0, offset, 0, spec.dimension(), block);
  }

  /** W : [d, m]; a copy. */
  public double[][] weights() {
    double[][] copy = weights.clone();
    for (int d = 0; d < copy.length; d++) {
      copy[d] = copy[d].clone();
    }
    return copy;
  }

  /** b : [d]; a copy. */
  public double[] offset() {
    return offset.clone();
  }

  /** σ. */
  public double noise() {
    return spec.noise();
  }

  @Override
  public Dataset load(Locations where) {
    double[] z = new double[spec.latent()];
    double[] e = new double[spec.dimension()];
    int[] block = new int[4];
    return Parts.fill(
        "linear-gaussian",
        spec.seed(),
        spec.train(),
        spec.validation(),
        spec.test(),
        spec.dimension(),
        false,
        (part, i, out, at) -> {
          Noise.normal(part.fold("latent"), i, 0, z, 0, z.length, block);
          Noise.normal(part.fold("noise"), i, 0, e, 0, e.length, block);
          for (int d = 0; d < e.length; d++) {
            double x = offset[d] + spec.noise() * e[d];
            for (int m = 0; m < z.length; m++) {
              x += weights[d][m] * z[m];
            }
            out[at + d] = (float) x;
          }
          return 0;
        });
  }
}
