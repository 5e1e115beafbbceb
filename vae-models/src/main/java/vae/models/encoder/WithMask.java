package vae.models.encoder;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.ImageShape;
import vae.core.model.ParametricEncoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.model.Sizes;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * An encoder that sees which values are known: \(q_\phi(z \mid x_{\mathrm{obs}}, o)\) of [x, o]
 * with o = 1 where x is known and 0 where it is missing.
 *
 * <p>x and o [B, d] → [B, 2d], the channels of o behind those of x where examples are images → the
 * inner encoder. Without it a missing value looks like one that is known and equal to the fill. Of
 * data that are known in full, o is 1 throughout.
 *
 * <p>The bound of Mattei and Frellsen (2019) holds for either; their encoder sees x alone, with
 * zeros where it is missing. Source: Collier, Nazabal and Williams (2020), "VAEs in the presence of
 * missing data".
 */
public record WithMask(
    ParametricEncoder encoder, Optional<ImageShape> image, Optional<Tensor> observed)
    implements ParametricEncoder {

  @Describe(
      value = "An encoder of x and of which values of it are known.",
      source = "Collier, Nazabal and Williams (2020), VAEs in the presence of missing data")
  public record Spec(
      @Default("{\"type\": \"mlp\"}") @Describe("the encoder of both") Encoder.Spec encoder)
      implements Encoder.Spec {}

  private static final String INNER = "encoder";

  /**
   * Around an encoder of twice as many numbers.
   *
   * @throws SpecException where that one does not give the parameters of a posterior family
   */
  public static WithMask of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    if (!(at.sized(sizes.withMask()).make(Encoder.class, INNER, spec.encoder())
        instanceof ParametricEncoder inner)) {
      throw SpecException.because(
          INNER + ".type",
          "its outputs are not the parameters of a posterior family",
          "Take {\"type\": \"mlp\"} or {\"type\": \"conv\"}.");
    }
    return new WithMask(inner, sizes.image(), Optional.empty());
  }

  @Override
  public PosteriorFamily family() {
    return encoder.family();
  }

  @Override
  public Tensor parameters(Tensor x) {
    return encoder.parameters(withMask(x));
  }

  @Override
  public Posterior encode(Tensor x) {
    return encoder.encode(withMask(x));
  }

  private Tensor withMask(Tensor x) {
    Tensor known = observed.orElseGet(() -> x.tape().full(x.shape(), 1));
    int rows = x.shape().extent(0);
    int channels = image.map(ImageShape::channels).orElse(x.shape().extent(1));
    int pixels = x.shape().extent(1) / channels;
    return Tensor.concat(
            -1, x.reshape(rows, pixels, channels), known.reshape(rows, pixels, channels))
        .reshape(rows, 2 * pixels * channels);
  }

  @Override
  public Encoder given(Pass pass) {
    return new WithMask((ParametricEncoder) encoder.given(pass), image, pass.observed());
  }

  @Override
  public boolean takesCondition() {
    return encoder.takesCondition();
  }
}
