package vae.models.prior;

import java.util.Optional;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.LayeredDensity;
import vae.core.distribution.LayeredDensity.Order;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.Layered;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.model.Sizes;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A prior of two stochastic layers: a prior of the upper one, and a network from it to a Gaussian
 * of the lower.
 *
 * <p>\[ \pi_\theta(z) = \pi(z_2)\, p_\theta(z_1 \mid z_2), \qquad z = (z_1, z_2) \]
 *
 * <p>The network is an encoder whose input is \(z_2\) [*, m₂]; it takes no condition, which reaches
 * \(z_1\) through a prior of \(z_2\) that does. Beside the encoders {@code hierarchical} and {@code
 * ladder}, which give both layers; there is no KL in closed form. Beside an encoder of one layer it
 * is a learned prior, a continuous mixture of Gaussians in \(z_1\).
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), section 2.
 */
public record HierarchicalPrior(int lowerSize, Prior upper, Encoder lower)
    implements Prior, Layered {

  @Describe(
      value = "Two stochastic layers: a prior of the upper, a network from it to the lower.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 2")
  public record Spec(
      @Describe(
              "coordinates of the lower layer, from 1 to less than the latent size; null for half"
                  + " of it, rounded up")
          Optional<Integer> lowerSize,
      @Default("{\"type\": \"standard-normal\"}") @Describe("prior of the upper layer")
          Prior.Spec upper,
      @Default("{\"type\": \"mlp\"}")
          @Describe("network from the upper layer to the distribution of the lower, an encoder")
          Encoder.Spec lower)
      implements Prior.Spec {

    public Spec {
      lowerSize.ifPresent(it -> Require.atLeast("lowerSize", it, 1));
    }
  }

  public static HierarchicalPrior of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    int lower = Layered.lowerSize(spec.lowerSize(), sizes.latent());
    int upper = sizes.latent() - lower;
    ModelSite above = at.sized(sizes.withLatent(upper));
    ModelSite below = at.sized(sizes.withData(upper).withLatent(lower).withoutCondition());
    return new HierarchicalPrior(
        lower,
        above.make(Prior.class, "upper", spec.upper()),
        below.make(Encoder.class, "lower", spec.lower()));
  }

  /** Batch [], or that of the upper prior. */
  @Override
  public LayeredDensity on(Tape tape) {
    return new LayeredDensity(upper.on(tape), lower::encode, Order.TOP_DOWN, lowerSize);
  }

  @Override
  public Prior given(Pass pass) {
    return new HierarchicalPrior(
        lowerSize,
        upper.given(pass.withEncoder(HierarchicalPrior::refuse)),
        lower.given(pass.unconditioned()));
  }

  private static Posterior refuse(Tensor x) {
    throw new MisfitException(
        "needs a prior of the upper layer that encodes no data, as the encoder's posterior is of"
            + " both layers",
        "Take another prior for the upper layer, such as \"standard-normal\".");
  }

  @Override
  public boolean takesCondition() {
    return upper.takesCondition();
  }
}
