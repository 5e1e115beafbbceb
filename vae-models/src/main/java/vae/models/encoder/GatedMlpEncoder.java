package vae.models.encoder;

import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.ParametricEncoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
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
 * A perceptron of gated layers whose outputs are the parameters of the posterior.
 *
 * <p>x [B, d] → layers \(h = (x W + b) \odot \sigma(x V + c)\) → one linear layer of P numbers →
 * \(q_\phi(z \mid x)\). Twice the weights of {@link MlpEncoder} at the same widths.
 *
 * <p>Source: Tomczak and Welling (2018), section 5; defaults are those of its code, whose biases
 * start uniform on ±1/√in where these start at 0.
 */
public record GatedMlpEncoder(GatedPerceptron network, PosteriorFamily family)
    implements ParametricEncoder {

  @Describe(
      value = "Perceptron of gated layers from data to the posterior's parameters.",
      source = "Tomczak and Welling (2018), section 5")
  public record Spec(
      @Default("[300, 300]")
          @Describe("widths of the gated layers, input side first; [] makes the encoder linear")
          List<Integer> hidden,
      @Default("\"kaiming-normal\"") @Describe("how weights start") Initialization initialization,
      @Default("{\"type\": \"diagonal\"}") @Describe("family of approximate posteriors")
          PosteriorFamily.Spec posterior,
      @Since("0.2.0")
          @Default("{\"type\": \"none\"}")
          @Describe("normalisation of every gated layer's sum and gate, before the gate's sigmoid")
          NormalizationSpec normalization,
      @Since("0.2.0")
          @Default("0.0")
          @Describe(
              "rate at which units of gated layers are dropped in training, from 0 to below 1")
          double dropout)
      implements Encoder.Spec {

    public Spec {
      hidden = List.copyOf(hidden);
      Require.eachAtLeast("hidden", hidden, 1);
      new Regularization(normalization, dropout).requireFit(hidden);
    }

    private Regularization regularization() {
      return new Regularization(normalization, dropout);
    }
  }

  /** From d inputs to what the posterior family takes. */
  public static GatedMlpEncoder of(Spec spec, ModelSite at) {
    PosteriorFamily family = at.make(PosteriorFamily.class, "posterior", spec.posterior());
    GatedPerceptron network =
        GatedPerceptron.create(
            at.parameters(),
            at.sizes().data(),
            spec.hidden(),
            family.parameterCount(),
            spec.initialization(),
            spec.regularization());
    return new GatedMlpEncoder(network.taking(at.sizes().condition()), family);
  }

  @Override
  public Tensor parameters(Tensor x) {
    return network.apply(x);
  }

  @Override
  public Encoder given(Pass pass) {
    return new GatedMlpEncoder(network.given(pass), family);
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
