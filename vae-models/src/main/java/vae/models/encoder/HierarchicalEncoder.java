package vae.models.encoder;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.LayeredDensity.Order;
import vae.core.distribution.LayeredPosterior;
import vae.core.model.Encoder;
import vae.core.model.Layered;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Two encoders, the second over what the first draws: a posterior of two stochastic layers from the
 * bottom up.
 *
 * <p>\[ q_\phi(z \mid x) = q_\phi(z_1 \mid x)\, q_\phi(z_2 \mid z_1), \qquad z = (z_1, z_2) \]
 *
 * <p>x [B, d] → \(z_1\) [S, B, m₁] by the lower encoder, \(z_1\) → \(z_2\) [S, B, m₂] by the upper.
 * Beside the prior {@code hierarchical}. There is no KL in closed form: take {@code elbo-mc},
 * {@code iwae} or another estimator that needs densities alone. An upper encoder that is itself
 * hierarchical makes three layers.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), section 2.
 */
public record HierarchicalEncoder(int lowerSize, int upperSize, Encoder lower, Encoder upper)
    implements Encoder, Layered {

  @Describe(
      value = "Two encoders, the second over draws of the first: z of two stochastic layers.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 2")
  public record Spec(
      @Describe(
              "coordinates of the lower layer, from 1 to less than the latent size; null for half"
                  + " of it, rounded up")
          Optional<Integer> lowerSize,
      @Default("{\"type\": \"mlp\"}") @Describe("encoder from data to the lower layer")
          Encoder.Spec lower,
      @Default("{\"type\": \"mlp\"}") @Describe("encoder from the lower layer to the upper")
          Encoder.Spec upper)
      implements Encoder.Spec {

    public Spec {
      lowerSize.ifPresent(it -> Require.atLeast("lowerSize", it, 1));
    }
  }

  public static HierarchicalEncoder of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    int lower = Layered.lowerSize(spec.lowerSize(), sizes.latent());
    int upper = sizes.latent() - lower;
    ModelSite below = at.sized(sizes.withLatent(lower));
    ModelSite above = at.sized(sizes.withData(lower).withLatent(upper));
    return new HierarchicalEncoder(
        lower,
        upper,
        below.make(Encoder.class, "lower", spec.lower()),
        above.make(Encoder.class, "upper", spec.upper()));
  }

  @Override
  public LayeredPosterior encode(Tensor x) {
    return new LayeredPosterior(lower.encode(x), upper::encode, Order.BOTTOM_UP, upperSize);
  }

  @Override
  public Encoder given(Pass pass) {
    return new HierarchicalEncoder(
        lowerSize, upperSize, lower.given(pass), upper.given(pass.withoutObserved()));
  }

  @Override
  public boolean takesCondition() {
    return lower.takesCondition() || upper.takesCondition();
  }
}
