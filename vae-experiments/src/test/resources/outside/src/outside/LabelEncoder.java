package outside;

import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/** One hidden layer over [x, c], with the condition beside the data. */
public record LabelEncoder(
    MultilayerPerceptron network, PosteriorFamily family, Optional<Tensor> condition)
    implements Encoder {

  @Describe("One hidden layer over data and condition side by side.")
  public record Spec(
      @Default("8") @Describe("hidden units, at least 1") int width,
      @Default("{\"type\": \"diagonal\"}") @Describe("family of posteriors")
          PosteriorFamily.Spec posterior)
      implements Encoder.Spec {
    public Spec {
      Require.atLeast("width", width, 1);
    }
  }

  static LabelEncoder of(Spec spec, ModelSite at) {
    PosteriorFamily family = at.make(PosteriorFamily.class, "posterior", spec.posterior());
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            at.parameters(),
            at.sizes().data() + at.sizes().condition(),
            List.of(spec.width()),
            family.parameterCount(),
            Activation.TANH,
            Initialization.GLOROT_UNIFORM);
    return new LabelEncoder(network, family, Optional.empty());
  }

  @Override
  public Encoder given(Pass pass) {
    return new LabelEncoder(network, family, pass.condition());
  }

  @Override
  public boolean takesCondition() {
    return true;
  }

  @Override
  public Posterior encode(Tensor x) {
    return family.of(network.apply(Tensor.concat(-1, x, condition.orElseThrow())));
  }
}
