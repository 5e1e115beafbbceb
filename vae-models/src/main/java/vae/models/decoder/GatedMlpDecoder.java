package vae.models.decoder;

import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.network.GatedPerceptron;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.network.Regularization;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.wiring.ModelSite;

/**
 * A perceptron of gated layers from latent variables to the likelihood's parameters,
 * \(f_\theta(z)\).
 *
 * <p>z [*S, B, m] → layers \(h = (z W + b) \odot \sigma(z V + c)\) → one linear layer of d · c
 * numbers. Twice the weights of {@link MlpDecoder} at the same widths.
 *
 * <p>Source: Tomczak and Welling (2018), section 5; defaults are those of its code, whose biases
 * start uniform on ±1/√in where these start at 0.
 */
public record GatedMlpDecoder(GatedPerceptron network) implements Decoder {

  @Describe(
      value = "Perceptron of gated layers from latent variables to the likelihood's parameters.",
      source = "Tomczak and Welling (2018), section 5")
  public record Spec(
      @Default("[300, 300]")
          @Describe("widths of the gated layers, latent side first; [] makes the decoder linear")
          List<Integer> hidden,
      @Default("\"kaiming-normal\"") @Describe("how weights start") Initialization initialization,
      @Since("0.2.0")
          @Default("{\"type\": \"none\"}")
          @Describe("normalisation of every gated layer's sum and gate, before the gate's sigmoid")
          NormalizationSpec normalization,
      @Since("0.2.0")
          @Default("0.0")
          @Describe(
              "rate at which units of gated layers are dropped in training, from 0 to below 1")
          double dropout)
      implements Decoder.Spec {

    public Spec {
      hidden = List.copyOf(hidden);
      Require.eachAtLeast("hidden", hidden, 1);
      new Regularization(normalization, dropout).requireFit(hidden);
    }

    private Regularization regularization() {
      return new Regularization(normalization, dropout);
    }
  }

  /** From z to what the likelihood takes. */
  public static GatedMlpDecoder of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    GatedPerceptron network =
        GatedPerceptron.create(
            at.parameters(),
            sizes.latent(),
            spec.hidden(),
            sizes.output(),
            spec.initialization(),
            spec.regularization());
    return new GatedMlpDecoder(network.taking(sizes.condition()));
  }

  @Override
  public Tensor decode(Tensor z) {
    return network.apply(z);
  }

  @Override
  public Decoder given(Pass pass) {
    return new GatedMlpDecoder(network.given(pass));
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
