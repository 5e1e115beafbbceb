package vae.experiments.bench;

import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.core.model.Estimator;
import vae.core.model.LikelihoodModel;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.experiments.training.AdamRule;
import vae.experiments.training.Model;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.Diagonal;
import vae.models.prior.StandardNormal;

/** The models of the workloads, from the components that experiments are made of. */
final class Networks {

  private static final double LEARNING_RATE = 1e-3;

  private Networks() {}

  /**
   * A diagonal Gaussian posterior, a standard normal prior, and multilayer perceptrons.
   *
   * @param hidden widths of the encoder, data side first; the decoder's are the same backwards
   */
  static Model perceptron(
      int data,
      List<Integer> hidden,
      int latent,
      Activation activation,
      LikelihoodModel likelihood,
      Estimator estimator) {
    Parameters parameters = Parameters.of(DType.F32, Key.of(1).fold("model"));
    Initialization start = Initialization.FAN_IN_UNIFORM;
    Diagonal family = new Diagonal(latent);
    MultilayerPerceptron encoder =
        MultilayerPerceptron.create(
            parameters.scope("encoder"), data, hidden, family.parameterCount(), activation, start);
    MultilayerPerceptron decoder =
        MultilayerPerceptron.create(
            parameters.scope("decoder"), latent, hidden.reversed(), data, activation, start);
    return new Model(
        new StandardNormal(latent),
        new MlpEncoder(encoder, family),
        new MlpDecoder(decoder),
        likelihood,
        estimator,
        AdamRule.constant(LEARNING_RATE),
        parameters);
  }
}
