package vae.models.prior;

import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.wiring.ModelSite;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.Diagonal;

final class VampPriorTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    return prior(at, new Diagonal(at.sizes().latent()));
  }

  /** Four pseudo-inputs about the middle of [0, 1] and an encoder away from its start. */
  static Prior prior(ModelSite at, PosteriorFamily family) {
    Encoder encoder = encoder(at, family);
    Vamp vamp = Vamp.of(new Vamp.Spec(4, PseudoInputStart.RANDOM, 0.5, 0.1), at);
    return tape ->
        vamp.given(new Pass(tape, Optional.empty(), Optional.empty(), encoder, null)).on(tape);
  }

  static Encoder encoder(ModelSite at, PosteriorFamily family) {
    ModelSite inner = at.in("encoder");
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            inner.parameters(),
            at.sizes().data(),
            List.of(5),
            family.parameterCount(),
            Activation.TANH,
            Initialization.GLOROT_UNIFORM);
    MovedParameters.move(inner.parameters(), 0.3);
    return new MlpEncoder(network, family);
  }
}
