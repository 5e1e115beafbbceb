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
 * A pinwheel in the plane: arms of Gaussian points, bent around the origin, labelled by arm.
 *
 * <p>\[ (r, t) = (1 + \sigma_r \varepsilon_1, \sigma_t \varepsilon_2), \qquad \alpha = 2 \pi k / K
 * + \rho e^{r}, \qquad x = R(\alpha) (r, t)^\top \]
 *
 * <p>with arm k = i mod K for example i and R the rotation by α. Source: Johnson, Duvenaud,
 * Wiltschko, Adams and Datta (2016), "Composing graphical models with neural networks", section 6,
 * without its factor of ten.
 */
public record Pinwheel(Spec spec) implements DataSource {

  @Describe(
      value = "Arms of Gaussian points in the plane, bent around the origin, labelled by arm.",
      source = "Johnson, Duvenaud, Wiltschko, Adams and Datta (2016), section 6")
  public record Spec(
      @Describe("Number of arms; at least 1.") @Default("5") int arms,
      @Describe("Standard deviation along an arm; at least 0.") @Default("0.3") double radial,
      @Describe("Standard deviation across an arm; at least 0.") @Default("0.05") double tangential,
      @Describe("How strongly the arms are bent, in radians.") @Default("0.25") double rate,
      @Describe("Number of training examples; at least 1.") @Default("1000") int train,
      @Describe("Number of validation examples; at least 0.") @Default("200") int validation,
      @Describe("Number of test examples; at least 0.") @Default("200") int test,
      @Describe("Seed of the examples; apart from the experiment's seed.") @Default("0") long seed,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.between("arms", arms, 1, MAX_ARMS);
      Require.between("radial", radial, 0, MAX_DEVIATION);
      Require.between("tangential", tangential, 0, MAX_DEVIATION);
      Require.between("rate", rate, -MAX_RATE, MAX_RATE);
      Parts.check(train, validation, test, 2);
    }

    @Override
    public SplitSpec split() {
      return new SplitSpec(validation, test, seed);
    }
  }

  private static final int MAX_ARMS = 1000;
  private static final double MAX_DEVIATION = 10;
  private static final double MAX_RATE = 100;

  @Override
  public Dataset load(Locations where) {
    return Parts.fill(
        "pinwheel",
        spec.seed(),
        spec.train(),
        spec.validation(),
        spec.test(),
        2,
        true,
        this::example);
  }

  private int example(Key part, int i, float[] out, int offset) {
    double[] e = new double[2];
    Noise.normal(part, i, 0, e, 0, 2, new int[4]);
    int arm = i % spec.arms();
    double r = 1 + spec.radial() * e[0];
    double t = spec.tangential() * e[1];
    double angle = 2 * StrictMath.PI * arm / spec.arms() + spec.rate() * StrictMath.exp(r);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    out[offset] = (float) (cos * r - sin * t);
    out[offset + 1] = (float) (sin * r + cos * t);
    return arm;
  }
}
