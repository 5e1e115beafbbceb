package outside;

import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Pass;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/** One hidden layer over [z, c], with the condition beside every draw of z. */
public record LabelDecoder(MultilayerPerceptron network, Optional<Tensor> condition)
    implements Decoder {

  @Describe("One hidden layer over latent variables and condition side by side.")
  public record Spec(@Default("8") @Describe("hidden units, at least 1") int width)
      implements Decoder.Spec {
    public Spec {
      Require.atLeast("width", width, 1);
    }
  }

  static LabelDecoder of(Spec spec, ModelSite at) {
    return new LabelDecoder(
        MultilayerPerceptron.create(
            at.parameters(),
            at.sizes().latent() + at.sizes().condition(),
            List.of(spec.width()),
            at.sizes().output(),
            Activation.TANH,
            Initialization.GLOROT_UNIFORM),
        Optional.empty());
  }

  @Override
  public Decoder given(Pass pass) {
    return new LabelDecoder(network, pass.condition());
  }

  @Override
  public boolean takesCondition() {
    return true;
  }

  /** z [*S, B, m], c [B, c] → [*S, B, d · c]. */
  @Override
  public Tensor decode(Tensor z) {
    Tensor c = condition.orElseThrow();
    Tensor beside = c.broadcastTo(z.shape().withExtent(-1, c.shape().extent(-1)));
    return network.apply(Tensor.concat(-1, z, beside));
  }
}
