package vae.models.encoder;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.ParametricEncoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.network.ConvolutionSettings;
import vae.core.network.ConvolutionSpec;
import vae.core.network.ConvolutionalNetwork;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;
import vae.core.wiring.ModelSite;

/**
 * Convolutions of an image whose last dense layer gives the parameters of the posterior.
 *
 * <p>x [B, d], images of d = height · width · channels numbers → convolutions, each with
 * normalisation and activation → residual blocks → dense layers → P numbers → \(q_\phi(z \mid x)\).
 *
 * <p>Sources: LeCun et al. (1998) for convolutions, He et al. (2016) for residual blocks.
 */
public record ConvEncoder(ConvolutionalNetwork network, PosteriorFamily family)
    implements ParametricEncoder {

  @Describe(
      value = "Convolutions and dense layers from images to the posterior's parameters.",
      source = "LeCun et al. (1998); residual blocks: He et al. (2016)")
  public record Spec(
      @Default("[{\"channels\": 32}, {\"channels\": 64}]")
          @Describe("convolutions, image side first; their channels are those that they make")
          List<ConvolutionSpec> layers,
      @Default("{\"type\": \"none\"}") @Describe("normalisation of every convolution")
          NormalizationSpec normalization,
      @Default("0") @Describe("residual blocks after the convolutions, from 0 to 1000")
          int residualBlocks,
      @Default("[256]") @Describe("widths of the dense layers, image side first; may be []")
          List<Integer> hidden,
      @Default("\"relu\"")
          @Describe(
              "activation after every layer but the last; leaky-relu has slope 0.01 below 0, elu"
                  + " scale 1, gelu is x times the normal distribution function")
          Activation activation,
      @Default("\"kaiming-uniform\"") @Describe("how weights start") Initialization initialization,
      @Default("{\"type\": \"diagonal\"}") @Describe("family of approximate posteriors")
          PosteriorFamily.Spec posterior,
      @Since("0.2.0")
          @Default("0.0")
          @Describe(
              "rate at which units of the dense layers are dropped in training, from 0 to below 1")
          double dropout)
      implements Encoder.Spec {

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

  /** From the model's images to what the posterior family takes. */
  public static ConvEncoder of(Spec spec, ModelSite at) {
    PosteriorFamily family = at.make(PosteriorFamily.class, "posterior", spec.posterior());
    ConvolutionalNetwork network =
        ConvolutionalNetwork.create(
            at.parameters(), at.sizes().requireImage(), spec.settings(), family.parameterCount());
    return new ConvEncoder(network.taking(at.sizes().condition()), family);
  }

  @Override
  public Tensor parameters(Tensor x) {
    return network.apply(x);
  }

  @Override
  public Encoder given(Pass pass) {
    return new ConvEncoder(network.given(pass), family);
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
