package vae.models.encoder;

import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Conditional;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.LayeredDensity;
import vae.core.distribution.LayeredDensity.Order;
import vae.core.distribution.LayeredPosterior;
import vae.core.distribution.MisfitException;
import vae.core.model.Encoder;
import vae.core.model.Layered;
import vae.core.model.Pass;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A ladder: a deterministic pass upwards gives each of two layers a Gaussian likelihood, which is
 * combined with the prior's on the way down.
 *
 * <p>\[ d_1 = f_1(x), \quad d_2 = f_2(d_1), \qquad q(z_2 \mid x) = \mathcal N(\hat\mu_2,
 * \hat\sigma_2^2), \qquad q(z_1 \mid z_2, x) \propto \mathcal N(z_1; \hat\mu_1, \hat\sigma_1^2)\,
 * p_\theta(z_1 \mid z_2) \]
 *
 * <p>with \(\hat\mu_i\) and \(\log\hat\sigma_i\) linear in \(d_i\): precisions add up, means are
 * weighted by precision. x [B, d] → \(z_2\) [S, B, m₂] → \(z_1\) [S, B, m₁].
 *
 * <p>Shared with the prior is the network of \(p_\theta(z_1 \mid z_2)\), and it alone: its
 * parameters are the prior's, and are trained through both. So the prior must be {@code
 * hierarchical} with the same sizes and a {@code diagonal} lower layer. There is no KL in closed
 * form: take {@code elbo-mc}, {@code iwae} or another estimator that needs densities alone.
 *
 * <p>Source: Sønderby, Raiko, Maaløe, Sønderby and Winther (2016), section 2.2; without its batch
 * normalisation.
 *
 * @param lower f₁, and what it gives z₁
 * @param upper f₂, and what it gives z₂
 * @param pass where the prior is found; empty until one is given
 */
public record LadderEncoder(
    int lowerSize,
    int upperSize,
    MultilayerPerceptron lower,
    MultilayerPerceptron upper,
    Optional<Pass> pass)
    implements Encoder, Layered {

  @Describe(
      value = "Ladder of two stochastic layers: bottom-up and the prior's Gaussians, by precision.",
      source = "Sønderby, Raiko, Maaløe, Sønderby and Winther (2016), section 2.2")
  public record Spec(
      @Describe(
              "coordinates of the lower layer, from 1 to less than the latent size; null for half"
                  + " of it, rounded up")
          Optional<Integer> lowerSize,
      @Default("[200, 200]") @Describe("widths of the hidden layers below z of the lower layer")
          List<Integer> hidden,
      @Default("[100, 100]")
          @Describe("widths of the further hidden layers below z of the upper layer")
          List<Integer> upperHidden,
      @Default("\"tanh\"") @Describe("activation after every hidden layer") Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization)
      implements Encoder.Spec {

    public Spec {
      hidden = List.copyOf(hidden);
      upperHidden = List.copyOf(upperHidden);
      lowerSize.ifPresent(it -> Require.atLeast("lowerSize", it, 1));
      Require.eachAtLeast("hidden", hidden, 1);
      Require.eachAtLeast("upperHidden", upperHidden, 1);
    }
  }

  public static LadderEncoder of(Spec spec, ModelSite at) {
    int m1 = Layered.lowerSize(spec.lowerSize(), at.sizes().latent());
    int m2 = at.sizes().latent() - m1;
    int d1 = spec.hidden().isEmpty() ? at.sizes().data() : spec.hidden().getLast();
    MultilayerPerceptron lower =
        network(spec, at.parameters().scope("lower"), at.sizes().data(), spec.hidden(), m1);
    MultilayerPerceptron upper =
        network(spec, at.parameters().scope("upper"), d1, spec.upperHidden(), m2);
    return new LadderEncoder(m1, m2, lower.taking(at.sizes().condition()), upper, Optional.empty());
  }

  private static MultilayerPerceptron network(
      Spec spec, Parameters scope, int in, List<Integer> hidden, int latent) {
    return MultilayerPerceptron.create(
        scope, in, hidden, 2 * latent, spec.activation(), spec.initialization());
  }

  @Override
  public LayeredPosterior encode(Tensor x) {
    Tensor d1 = lower.hidden(x);
    DiagonalGaussian own = DiagonalGaussian.ofOutputs(lower.output(d1), lowerSize);
    DiagonalGaussian top = DiagonalGaussian.ofOutputs(upper.apply(d1), upperSize);
    Conditional down = new Combined(own, prior(x).second());
    return new LayeredPosterior(top, down, Order.TOP_DOWN, lowerSize);
  }

  private LayeredDensity prior(Tensor x) {
    if (pass.isPresent()
        && pass.get().prior().given(pass.get()).on(x.tape()) instanceof LayeredDensity layers
        && layers.order() == Order.TOP_DOWN
        && layers.lowerSize() == lowerSize
        && layers.eventShape().size() == lowerSize + upperSize) {
      return layers;
    }
    throw misfit();
  }

  private static MisfitException misfit() {
    return new MisfitException(
        "needs p(z1 | z2) of the prior, which a ladder encoder combines with its own, as a diagonal"
            + " Gaussian of the same sizes",
        "Take the prior {\"type\": \"hierarchical\"} with the posterior \"diagonal\" below, or the"
            + " encoder \"hierarchical\".");
  }

  /**
   * \(q(z_1 \mid z_2, x)\).
   *
   * @param own what the data say of z₁, batch [B]
   * @param prior \(p_\theta(z_1 \mid z_2)\)
   */
  private record Combined(DiagonalGaussian own, Conditional prior) implements Conditional {

    @Override
    public DiagonalGaussian given(Tensor z2) {
      if (prior.given(z2) instanceof DiagonalGaussian above) {
        return own.times(above);
      }
      throw misfit();
    }

    @Override
    public Conditional stopGradient() {
      Conditional held = new Combined(own.stopGradient(), prior)::given;
      return held.stopGradient();
    }
  }

  @Override
  public Encoder given(Pass to) {
    return new LadderEncoder(
        lowerSize, upperSize, lower.given(to), upper.given(to), Optional.of(to.withoutObserved()));
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
