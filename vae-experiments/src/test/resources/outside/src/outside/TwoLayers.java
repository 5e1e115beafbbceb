package outside;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
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
 */
public record TwoLayers(int size, Encoder lower, Encoder upper) implements Encoder {

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
        below.make(Encoder.class, "layers[0]", spec.layers().getFirst()),
        above.make(Encoder.class, "layers[1]", spec.layers().getLast()));
  }

  @Override
  public Encoder given(Pass pass) {
    return new TwoLayers(size, lower.given(pass), upper.given(pass));
  }

  @Override
  public Posterior encode(Tensor x) {
    return new Layered(size, lower.encode(x), upper);
  }

  /** Batch [B], event [m₁ + m₂]; neither mean nor density at given points. */
  record Layered(int size, Posterior first, Encoder upper) implements Posterior {

    @Override
    public Shape batchShape() {
      return first.batchShape();
    }

    @Override
    public Shape eventShape() {
      return Shape.of(size);
    }

    @Override
    public Both draw(int samples, Key key) {
      Draws z1 = first.draw(samples, key.fold("first"));
      Posterior second = upper.encode(z1.z()); // batch [S, B]
      return new Both(z1, second, second.draw(1, key.fold("second")));
    }

    @Override
    public Posterior stopGradient() {
      return new Layered(size, first.stopGradient(), x -> upper.encode(x).stopGradient());
    }
  }

  /** z₁ [S, B, m₁], q(z₂ given z₁) with batch [S, B], and z₂ [1, S, B, m₂]. */
  record Both(Draws first, Posterior given, Draws second) implements Draws {

    @Override
    public Tensor z() {
      Tensor z2 = second.z();
      Shape event = Shape.of(z2.shape().extent(-1));
      return Tensor.concat(-1, first.z(), z2.reshape(first.logProb().shape().append(event)));
    }

    @Override
    public Tensor logProb() {
      return first.logProb().add(second.logProb().reshape(first.logProb().shape()));
    }

    @Override
    public Draws stopGradient() {
      throw wholeOnly();
    }

    @Override
    public Draws detached() {
      throw wholeOnly();
    }

    private static MisfitException wholeOnly() {
      return new MisfitException(
          "needs the two parts of a gradient, and those of two layers are mixed",
          "Take an estimator that differentiates the whole log weight, such as \"iwae\".");
    }
  }
}
