package vae.models.encoder;

import com.google.inject.Inject;
import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.ModelContext;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.Slot;

/**
 * A multilayer perceptron whose outputs are the parameters of the posterior.
 *
 * <p>x [B, d] → hidden layers → one linear layer of P numbers → \(q_\phi(z \mid x)\). Without
 * hidden layers the encoder is linear.
 *
 * <p>Source: Kingma and Welling (2014), appendix C.
 */
public final class MlpEncoder implements Encoder {

  /** The network's shape and the posterior family. */
  @Describe(
      value = "Multilayer perceptron from data to the posterior's parameters.",
      source = "Kingma and Welling (2014), appendix C")
  public record Spec(
      @Default("[200, 200]")
          @Describe("widths of the hidden layers, input side first; [] makes the encoder linear")
          List<Integer> hidden,
      @Default("\"tanh\"") @Describe("activation after every hidden layer") Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization,
      @Default("{\"type\": \"diagonal\"}") @Describe("family of approximate posteriors")
          PosteriorFamily.Spec posterior)
      implements Encoder.Spec {

    /** Checks the widths. */
    public Spec {
      hidden = List.copyOf(hidden);
      Require.eachAtLeast("hidden", hidden, 1);
    }
  }

  private final MultilayerPerceptron network;
  private final PosteriorFamily family;

  /** A network with {@code family.parameterCount()} outputs. */
  public MlpEncoder(MultilayerPerceptron network, PosteriorFamily family) {
    this.network = network;
    this.family = family;
  }

  @Override
  public Posterior encode(Tensor x) {
    return family.of(network.apply(x));
  }

  /** Makes it for the run's data and latent size. */
  public static final class Factory implements ComponentFactory<Encoder, Spec> {

    private final ModelContext context;
    private final Slot<PosteriorFamily> posteriors;

    @Inject
    Factory(ModelContext context, Slot<PosteriorFamily> posteriors) {
      this.context = context;
      this.posteriors = posteriors;
    }

    @Override
    public Encoder create(Spec spec) {
      PosteriorFamily family = posteriors.create("posterior", spec.posterior());
      MultilayerPerceptron network =
          MultilayerPerceptron.create(
              context.parameters().scope("encoder"),
              context.dataSize(),
              spec.hidden(),
              family.parameterCount(),
              spec.activation(),
              spec.initialization());
      return new MlpEncoder(network, family);
    }
  }
}
