package vae.models.decoder;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Pass;
import vae.core.model.Sizes;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.network.NormalizationSpec;
import vae.core.network.Regularization;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * A multilayer perceptron from latent variables to the likelihood's parameters, \(f_\theta(z)\).
 *
 * <p>z [*S, B, m] → hidden layers → one linear layer of d · c numbers. Without hidden layers the
 * decoder is linear and the model is probabilistic PCA when the likelihood is Gaussian.
 *
 * <p>Source: Kingma and Welling (2014), appendix C.
 */
public record MlpDecoder(MultilayerPerceptron network) implements Decoder {

  /** Where the bias of the last layer starts. */
  public enum OutputBias {
    /** As the other biases. */
    INITIALIZATION,
    /** Where the likelihood's mean is the mean of the training data. */
    DATA_MEAN
  }

  @Describe(
      value = "Multilayer perceptron from latent variables to the likelihood's parameters.",
      source = "Kingma and Welling (2014), appendix C")
  public record Spec(
      @Default("[200, 200]")
          @Describe("widths of the hidden layers, latent side first; [] makes the decoder linear")
          List<Integer> hidden,
      @Default("\"tanh\"")
          @Describe(
              "activation after every hidden layer; leaky-relu has slope 0.01 below 0, elu scale 1,"
                  + " gelu is x times the normal distribution function")
          Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization,
      @Default("\"initialization\"")
          @Describe("where the output bias starts: as the other biases, or at the data's mean")
          OutputBias outputBias,
      @Since("0.2.0")
          @Default("{\"type\": \"none\"}")
          @Describe("normalisation of every hidden layer, before its activation")
          NormalizationSpec normalization,
      @Since("0.2.0")
          @Default("0.0")
          @Describe("rate at which hidden units are dropped in training, from 0 to below 1")
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

  /**
   * From z to what the likelihood takes.
   *
   * @throws SpecException where the bias should start at the data's mean and the outputs have none
   */
  public static MlpDecoder of(Spec spec, ModelSite at) {
    Sizes sizes = at.sizes();
    int last = spec.hidden().isEmpty() ? sizes.latent() : spec.hidden().getLast();
    Initializer outputBias =
        switch (spec.outputBias()) {
          case INITIALIZATION -> spec.initialization().bias(last);
          case DATA_MEAN ->
              sizes.outputAtMean().map(Initializer::elements).orElseThrow(() -> withoutMean(spec));
        };
    return new MlpDecoder(
        MultilayerPerceptron.create(
                at.parameters(),
                sizes.latent(),
                spec.hidden(),
                sizes.output(),
                spec.activation(),
                spec.initialization(),
                spec.regularization(),
                outputBias)
            .taking(sizes.condition()));
  }

  private static SpecException withoutMean(Spec spec) {
    return new SpecException(
        "outputBias",
        "a start that needs no mean of the data",
        spec.outputBias().toString(),
        "The outputs here are no parameters of the likelihood; take \"initialization\".");
  }

  @Override
  public Tensor decode(Tensor z) {
    return network.apply(z);
  }

  @Override
  public Decoder given(Pass pass) {
    return new MlpDecoder(network.given(pass));
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
