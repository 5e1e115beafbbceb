package vae.models.decoder;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.network.ConvolutionSettings;
import vae.core.network.ConvolutionSpec;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.network.TransposedConvolutionalNetwork;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;
import vae.core.wiring.ModelSite;

/**
 * Transposed convolutions from latent variables to the likelihood's parameters at every pixel: the
 * mirror image of the encoder {@code conv}.
 *
 * <p>z [*S, B, m] → dense layers → a small image → residual blocks → transposed convolutions, each
 * with normalisation and activation but for the last → d · c numbers. The small image has the
 * extents to which the mirrored convolutions would take the data's images.
 *
 * <p>Sources: Radford et al. (2016) for transposed convolutions, He et al. (2016) for residual
 * blocks.
 */
public record ConvDecoder(TransposedConvolutionalNetwork network) implements Decoder {

  @Describe(
      value =
          "Dense layers and transposed convolutions from latent variables to the likelihood's"
              + " parameters.",
      source = "Radford et al. (2016); residual blocks: He et al. (2016)")
  public record Spec(
      @Default("[{\"channels\": 64}, {\"channels\": 32}]")
          @Describe(
              "transposed convolutions, latent side first; their channels are those that they read,"
                  + " and the last makes the image: the encoder's list in reverse order mirrors it")
          List<ConvolutionSpec> layers,
      @Default("{\"type\": \"none\"}") @Describe("normalisation of every convolution but the last")
          NormalizationSpec normalization,
      @Default("0") @Describe("residual blocks before the convolutions, from 0 to 1000")
          int residualBlocks,
      @Default("[256]") @Describe("widths of the dense layers, latent side first; may be []")
          List<Integer> hidden,
      @Default("\"relu\"")
          @Describe(
              "activation after every layer but the last; leaky-relu has slope 0.01 below 0, elu"
                  + " scale 1, gelu is x times the normal distribution function")
          Activation activation,
      @Default("\"kaiming-uniform\"") @Describe("how weights start") Initialization initialization,
      @Since("0.2.0")
          @Default("0.0")
          @Describe(
              "rate at which units of the dense layers are dropped in training, from 0 to below 1")
          double dropout)
      implements Decoder.Spec {

    public Spec {
      layers = List.copyOf(layers);
      hidden = List.copyOf(hidden);
      // Checked by what the network is made from.
      new ConvolutionSettings(
          layers, normalization, residualBlocks, hidden, activation, initialization, dropout);
    }

    private ConvolutionSettings settings() {
      return new ConvolutionSettings(
          layers, normalization, residualBlocks, hidden, activation, initialization, dropout);
    }
  }

  public static ConvDecoder of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    return new ConvDecoder(
        TransposedConvolutionalNetwork.create(
                at.parameters(),
                sizes.latent(),
                sizes.requireImage(),
                sizes.output() / sizes.data(),
                spec.settings())
            .taking(sizes.condition()));
  }

  @Override
  public Tensor decode(Tensor z) {
    return network.apply(z);
  }

  @Override
  public Decoder given(Pass pass) {
    return new ConvDecoder(network.given(pass));
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
