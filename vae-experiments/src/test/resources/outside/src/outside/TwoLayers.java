package outside;

import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.LayeredDensity.Order;
import vae.core.distribution.LayeredPosterior;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * q(z₁ given x) q(z₂ given z₁), each by an encoder that knows nothing of the other; z = (z₁, z₂).
 *
 * <p>A component that makes a list of others, each for sizes of its own. The product's {@code
 * hierarchical} names its two.
 */
public record TwoLayers(int size, int first, Encoder lower, Encoder upper) implements Encoder {

  @Describe("Two encoders, the second over what the first draws.")
  public record Spec(
      @Default("1") @Describe("coordinates of z that the first draws, at least 1") int first,
      @Default("[{\"type\": \"mlp\", \"hidden\": [8]}, {\"type\": \"mlp\", \"hidden\": [6]}]")
          @Describe("the two encoders, data side first")
          List<Encoder.Spec> layers)
      implements Encoder.Spec {
    public Spec {
      layers = List.copyOf(layers);
      Require.atLeast("first", first, 1);
      if (layers.size() != 2) {
        throw new SpecException("layers", "two encoders", Integer.toString(layers.size()), "");
      }
    }
  }

  static TwoLayers of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    int m1 = spec.first();
    if (m1 >= sizes.latent()) {
      throw new SpecException("first", "less than latentSize", Integer.toString(m1), "");
    }
    ModelSite below = at.sized(sizes.withLatent(m1));
    ModelSite above = at.sized(sizes.withData(m1).withLatent(sizes.latent() - m1));
    return new TwoLayers(
        sizes.latent(),
        m1,
        below.make(Encoder.class, "layers[0]", spec.layers().getFirst()),
        above.make(Encoder.class, "layers[1]", spec.layers().getLast()));
  }

  @Override
  public Encoder given(Pass pass) {
    return new TwoLayers(size, first, lower.given(pass), upper.given(pass));
  }

  @Override
  public LayeredPosterior encode(Tensor x) {
    int second = size - first;
    return new LayeredPosterior(lower.encode(x), upper::encode, Order.BOTTOM_UP, second);
  }
}
