package vae.models.encoder;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.ParametricEncoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.network.NormalizationSpec;
import vae.core.network.Regularization;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.wiring.ModelSite;

/**
 * A multilayer perceptron whose outputs are the parameters of the posterior.
 *
 * <p>x [B, d] → hidden layers → one linear layer of P numbers → \(q_\phi(z \mid x)\). Without
 * hidden layers the encoder is linear.
 *
 * <p>Source: Kingma and Welling (2014), appendix C.
 */
public record MlpEncoder(MultilayerPerceptron network, PosteriorFamily family)
    implements ParametricEncoder {

  @Describe(
      value = "Multilayer perceptron from data to the posterior's parameters.",
      source = "Kingma and Welling (2014), appendix C")
  public record Spec(
      @Default("[200, 200]")
          @Describe("widths of the hidden layers, input side first; [] makes the encoder linear")
          List<Integer> hidden,
      @Default("\"tanh\"")
          @Describe(
              "activation after every hidden layer; leaky-relu has slope 0.01 below 0, elu scale 1,"
                  + " gelu is x times the normal distribution function")
          Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization,
      @Default("{\"type\": \"diagonal\"}") @Describe("family of approximate posteriors")
          PosteriorFamily.Spec posterior,
      @Since("0.2.0")
          @Default("{\"type\": \"none\"}")
          @Describe("normalisation of every hidden layer, before its activation")
          NormalizationSpec normalization,
      @Since("0.2.0")
          @Default("0.0")
          @Describe("rate at which hidden units are dropped in training, from 0 to below 1")
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
  public static MlpEncoder of(Spec spec, ModelSite at) {
    PosteriorFamily family = at.make(PosteriorFamily.class, "posterior", spec.posterior());
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            at.parameters(),
            at.sizes().data(),
            spec.hidden(),
            family.parameterCount(),
            spec.activation(),
            spec.initialization(),
            spec.regularization());
    return new MlpEncoder(network.taking(at.sizes().condition()), family);
  }

  @Override
  public Tensor parameters(Tensor x) {
    return network.apply(x);
  }

  @Override
  public Encoder given(Pass pass) {
    return new MlpEncoder(network.given(pass), family);
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
