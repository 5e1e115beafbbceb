package vae.models.prior;

import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A Gaussian prior with independent coordinates, \(\pi(z) = \mathcal N(\nu, \mathrm{diag}\,
 * \tau^2)\), whose ν and log τ are learned with the model.
 *
 * <p>It starts at ν = 0 and the given τ. A decoder whose first layer is linear can absorb any such
 * prior, so a learned one adds no distributions there; it changes what is easy to learn. Not
 * learned, it is a fixed prior of another width than {@link StandardNormal}.
 *
 * <p>Source: Hoffman and Johnson (2016), ELBO surgery, on why priors are worth learning.
 */
public final class Gaussian implements Prior {

  @Describe(
      value = "Gaussian prior with learned mean and deviation of each coordinate.",
      source = "Hoffman and Johnson (2016)")
  public record Spec(
      @Default("true") @Describe("whether training moves mean and deviation") boolean learned,
      @Default("1.0") @Describe("standard deviation at the start, above 0") double deviation)
      implements Prior.Spec {

    public Spec {
      Require.positive("deviation", deviation);
    }
  }

  /** Brings ν and log τ onto a tape. */
  private interface Moments {
    DiagonalGaussian on(Tape tape);
  }

  private final Moments moments;

  private Gaussian(Moments moments) {
    this.moments = moments;
  }

  public static Gaussian of(Spec spec, ModelSite at) {
    int m = at.sizes().latent();
    return spec.learned()
        ? learned(m, spec.deviation(), at.parameters())
        : fixed(m, spec.deviation());
  }

  /** N(0, τ² I) with m coordinates and no parameters. */
  static Gaussian fixed(int latentSize, double deviation) {
    double logDeviation = StrictMath.log(deviation);
    Shape shape = Shape.of(latentSize);
    return new Gaussian(
        tape -> new DiagonalGaussian(tape.full(shape, 0), tape.full(shape, logDeviation)));
  }

  /** The same as a start, with parameters {@code mean} and {@code logDeviation} [m]. */
  static Gaussian learned(int latentSize, double deviation, Parameters parameters) {
    Shape shape = Shape.of(latentSize);
    Initializer start = Initializer.constant(StrictMath.log(deviation));
    Parameter mean = parameters.create("mean", shape, Initializer.zeros());
    Parameter logDeviation = parameters.create("logDeviation", shape, start);
    return new Gaussian(
        tape -> new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation)));
  }

  @Override
  public HasDensity on(Tape tape) {
    return moments.on(tape);
  }
}
