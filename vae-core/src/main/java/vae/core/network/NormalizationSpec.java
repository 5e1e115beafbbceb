package vae.core.network;

import java.util.function.UnaryOperator;
import vae.autodiff.nn.NormalizationLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** Which normalisation follows a convolution, before its activation. */
@Describe(
    value = "Normalisation between a convolution and its activation.",
    source = "Ba et al. (2016); Wu and He (2018)")
public record NormalizationSpec(
    @Default("\"none\"") @Describe("none, over all channels of an example, or over groups of them")
        Type type,
    @Default("8") @Describe("groups of channels; only \"group\" looks at it") int groups) {

  /** Over what an example's feature maps are normalised. */
  public enum Type {
    /** Not at all. */
    NONE,
    /** All channels together. Source: Ba et al. (2016). */
    LAYER,
    /** Groups of neighbouring channels. Source: Wu and He (2018). */
    GROUP
  }

  private static final int IMAGE_AXES = 2;

  public NormalizationSpec {
    Require.atLeast("groups", groups, 1);
  }

  public static NormalizationSpec none() {
    return new NormalizationSpec(Type.NONE, 1);
  }

  /** The normalisation of images [*, h, w, channels]. */
  UnaryOperator<Tensor> create(Parameters scope, int channels) {
    return switch (type) {
      case NONE -> UnaryOperator.identity();
      case LAYER -> NormalizationLayer.create(scope, channels, 1, IMAGE_AXES)::apply;
      case GROUP -> NormalizationLayer.create(scope, channels, groups, IMAGE_AXES)::apply;
    };
  }
}
