package vae.core.network;

import java.util.List;
import vae.autodiff.nn.BatchNormalizationLayer;
import vae.autodiff.nn.NormalizationLayer;
import vae.autodiff.nn.Parameters;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.SpecException;

/** Which normalisation follows a layer, before its activation. */
@Describe(
    value = "Normalisation between a layer and its activation.",
    source = "Ba et al. (2016); Wu and He (2018); Ioffe and Szegedy (2015)")
public record NormalizationSpec(
    @Default("\"none\"")
        @Describe(
            "none, over all channels of an example, over groups of them, or of each channel over"
                + " the batch")
        Type type,
    @Default("8") @Describe("groups of channels; only \"group\" looks at it") int groups,
    @Since("0.2.0")
        @Default("0.1")
        @Describe(
            "weight of a step's moments in the running ones, above 0 and at most 1; only \"batch\""
                + " looks at it")
        double momentum) {

  /** Over what feature maps, or the units of a layer, are normalised. */
  public enum Type {
    /** Not at all. */
    NONE,
    /** All channels together. Source: Ba et al. (2016). */
    LAYER,
    /** Groups of neighbouring channels. Source: Wu and He (2018). */
    GROUP,
    /** Each channel over the rows of a batch. Source: Ioffe and Szegedy (2015). */
    BATCH
  }

  public NormalizationSpec {
    Require.atLeast("groups", groups, 1);
    Require.positive("momentum", momentum);
    Require.between("momentum", momentum, 0.0, 1.0);
  }

  public static NormalizationSpec none() {
    return new NormalizationSpec(Type.NONE, 1, 0.1);
  }

  boolean normalizes() {
    return type != Type.NONE;
  }

  /**
   * Refuses groups that do not divide every layer's channels.
   *
   * @throws SpecException with the path of the key
   */
  void requireDivisor(List<Integer> channels) {
    if (type == Type.GROUP && !channels.isEmpty() && !divides(groups, channels)) {
      int divisor = Math.min(groups, channels.get(0));
      while (!divides(divisor, channels)) {
        divisor--;
      }
      throw new SpecException(
          "normalization.groups",
          "a divisor of every layer's channels, " + channels,
          Integer.toString(groups),
          "The nearest below is %d.".formatted(divisor));
    }
  }

  private static boolean divides(int divisor, List<Integer> numbers) {
    return numbers.stream().allMatch(it -> it % divisor == 0);
  }

  /**
   * The normalisation of x [*, *P, channels].
   *
   * @param spatialAxes number of axes P: 2 for images, 0 for vectors
   */
  Step create(Parameters scope, int channels, int spatialAxes) {
    return switch (type) {
      case NONE -> Step.identity();
      case LAYER -> within(scope, channels, 1, spatialAxes);
      case GROUP -> within(scope, channels, groups, spatialAxes);
      case BATCH -> {
        BatchNormalizationLayer layer = BatchNormalizationLayer.create(scope, channels, momentum);
        yield (x, training) -> layer.apply(x, training.isPresent());
      }
    };
  }

  private static Step within(Parameters scope, int channels, int groups, int spatialAxes) {
    NormalizationLayer layer = NormalizationLayer.create(scope, channels, groups, spatialAxes);
    return (x, _) -> layer.apply(x);
  }
}
