package vae.experiments.bench;

import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.ImageShape;
import vae.core.model.LikelihoodModel;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.model.Sizes;
import vae.core.network.ConvolutionSettings;
import vae.core.network.ConvolutionSpec;
import vae.core.network.ConvolutionalNetwork;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.network.NormalizationSpec;
import vae.core.network.TransposedConvolutionalNetwork;
import vae.core.wiring.Factories;
import vae.core.wiring.ModelSite;
import vae.experiments.training.Model;
import vae.experiments.training.optimizer.AdamOptimizer;
import vae.models.decoder.ConvDecoder;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.ConvEncoder;
import vae.models.encoder.HierarchicalEncoder;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.Diagonal;
import vae.models.posterior.InverseAutoregressive;
import vae.models.prior.HierarchicalPrior;
import vae.models.prior.PseudoInputStart;
import vae.models.prior.StandardNormal;
import vae.models.prior.Vamp;

/** The models of the workloads, from the components that experiments are made of. */
final class Networks {

  private static final double LEARNING_RATE = 1e-3;
  private static final Initialization START = Initialization.FAN_IN_UNIFORM;

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
    Diagonal family = new Diagonal(latent);
    Prior prior = new StandardNormal(latent);
    return perceptron(
        prior, family, data, hidden, latent, activation, likelihood, estimator, parameters());
  }

  /** The same with a mixture of the posteriors of pseudo-inputs between 0 and 1 as the prior. */
  static Model withPseudoInputs(
      int count,
      int data,
      List<Integer> hidden,
      int latent,
      Activation activation,
      LikelihoodModel likelihood,
      Estimator estimator) {
    Parameters all = parameters();
    Sizes sizes = new Sizes(data, Optional.empty(), latent, data, Optional.empty(), 0, count);
    ModelSite at =
        new Factories(List.of())
            .site(all, sizes, (_, problem) -> new IllegalStateException(problem))
            .in("prior");
    Prior prior = Vamp.of(new Vamp.Spec(count, PseudoInputStart.RANDOM, 0.5, 0.15), at);
    return perceptron(
        prior, new Diagonal(latent), data, hidden, latent, activation, likelihood, estimator, all);
  }

  /** The same with an inverse autoregressive flow as the posterior. */
  static Model autoregressive(
      InverseAutoregressive.Spec flow,
      int data,
      List<Integer> hidden,
      int latent,
      Activation activation,
      LikelihoodModel likelihood,
      Estimator estimator) {
    Parameters parameters = parameters();
    InverseAutoregressive family =
        InverseAutoregressive.of(flow, latent, parameters.scope("posterior"));
    return perceptron(
        new StandardNormal(latent),
        family,
        data,
        hidden,
        latent,
        activation,
        likelihood,
        estimator,
        parameters);
  }

  private static Model perceptron(
      Prior prior,
      PosteriorFamily family,
      int data,
      List<Integer> hidden,
      int latent,
      Activation activation,
      LikelihoodModel likelihood,
      Estimator estimator,
      Parameters parameters) {
    MultilayerPerceptron encoder =
        MultilayerPerceptron.create(
            parameters.scope("encoder"), data, hidden, family.parameterCount(), activation, START);
    MultilayerPerceptron decoder =
        MultilayerPerceptron.create(
            parameters.scope("decoder"), latent, hidden.reversed(), data, activation, START);
    return model(
        prior,
        new MlpEncoder(encoder, family),
        new MlpDecoder(decoder),
        likelihood,
        estimator,
        parameters);
  }

  /**
   * Perceptrons of two stochastic layers.
   *
   * @param below hidden widths of the encoder's lower half; the decoder's are the same backwards
   * @param above hidden widths of its upper half; the prior's are the same backwards
   */
  static Model hierarchical(
      int data,
      List<Integer> below,
      int lower,
      List<Integer> above,
      int upper,
      Activation activation,
      LikelihoodModel likelihood,
      Estimator estimator) {
    Parameters all = parameters();
    MultilayerPerceptron decoder =
        MultilayerPerceptron.create(
            all.scope("decoder"), lower, below.reversed(), data, activation, START);
    return new Model(
        new HierarchicalPrior(
            lower,
            new StandardNormal(upper),
            gaussian(all.scope("prior"), upper, above.reversed(), lower, activation)),
        new HierarchicalEncoder(
            lower,
            upper,
            gaussian(all.scope("lower"), data, below, lower, activation),
            gaussian(all.scope("upper"), lower, above, upper, activation)),
        new HierarchicalDecoder(lower, new MlpDecoder(decoder)),
        likelihood,
        estimator,
        AdamOptimizer.constant(LEARNING_RATE),
        all);
  }

  private static MlpEncoder gaussian(
      Parameters scope, int in, List<Integer> hidden, int latent, Activation activation) {
    Diagonal family = new Diagonal(latent);
    return new MlpEncoder(
        MultilayerPerceptron.create(scope, in, hidden, family.parameterCount(), activation, START),
        family);
  }

  /**
   * {@link #perceptron} with convolutions, kernel 4, stride 2 and padding 1, and their mirror
   * image.
   *
   * @param channels of the encoder's convolutions, image side first
   * @param hidden width of the one dense layer after them
   */
  static Model convolutional(
      ImageShape image,
      List<Integer> channels,
      int hidden,
      int latent,
      LikelihoodModel likelihood,
      Estimator estimator) {
    Parameters parameters = parameters();
    Diagonal family = new Diagonal(latent);
    ConvolutionalNetwork encoder =
        ConvolutionalNetwork.create(
            parameters.scope("encoder"), image, halving(channels, hidden), family.parameterCount());
    TransposedConvolutionalNetwork decoder =
        TransposedConvolutionalNetwork.create(
            parameters.scope("decoder"), latent, image, 1, halving(channels.reversed(), hidden));
    return model(
        new StandardNormal(latent),
        new ConvEncoder(encoder, family),
        new ConvDecoder(decoder),
        likelihood,
        estimator,
        parameters);
  }

  private static ConvolutionSettings halving(List<Integer> channels, int hidden) {
    return new ConvolutionSettings(
        channels.stream().map(each -> new ConvolutionSpec(each, 4, 2, 1)).toList(),
        NormalizationSpec.none(),
        0,
        List.of(hidden),
        Activation.RELU,
        START,
        0);
  }

  private static Parameters parameters() {
    return Parameters.of(DType.F32, Key.of(1).fold("model"));
  }

  private static Model model(
      Prior prior,
      Encoder encoder,
      Decoder decoder,
      LikelihoodModel likelihood,
      Estimator estimator,
      Parameters parameters) {
    return new Model(
        prior,
        encoder,
        decoder,
        likelihood,
        estimator,
        AdamOptimizer.constant(LEARNING_RATE),
        parameters);
  }
}
