package vae.models.decoder;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Layered;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A decoder of the lower of two stochastic layers alone, \(p_\theta(x \mid z_1, z_2) = p_\theta(x
 * \mid z_1)\).
 *
 * <p>z [*S, B, m] → \(z_1\) [*S, B, m₁] → the inner decoder. Beside the prior {@code hierarchical},
 * which makes \(z_1\) from \(z_2\). Any other decoder reads both layers, which is a skip connection
 * from \(z_2\) to the data.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), section 2.
 */
public record HierarchicalDecoder(int lowerSize, Decoder lower) implements Decoder, Layered {

  @Describe(
      value = "A decoder of the lower of two stochastic layers alone.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 2")
  public record Spec(
      @Describe(
              "coordinates of the lower layer, from 1 to less than the latent size; null for half"
                  + " of it, rounded up")
          Optional<Integer> lowerSize,
      @Default("{\"type\": \"mlp\"}") @Describe("decoder from the lower layer to the data")
          Decoder.Spec lower)
      implements Decoder.Spec {

    public Spec {
      lowerSize.ifPresent(it -> Require.atLeast("lowerSize", it, 1));
    }
  }

  public static HierarchicalDecoder of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    int lower = Layered.lowerSize(spec.lowerSize(), sizes.latent());
    ModelSite below = at.sized(sizes.withLatent(lower));
    return new HierarchicalDecoder(lower, below.make(Decoder.class, "lower", spec.lower()));
  }

  @Override
  public Tensor decode(Tensor z) {
    return lower.decode(z.slice(-1, 0, lowerSize));
  }

  @Override
  public Decoder given(Pass pass) {
    return new HierarchicalDecoder(lowerSize, lower.given(pass));
  }

  @Override
  public boolean takesCondition() {
    return lower.takesCondition();
  }
}
