package vae.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.ImageShape;
import vae.core.model.LikelihoodModel;
import vae.core.network.Initialization;
import vae.experiments.training.Model;
import vae.models.estimator.Elbo;
import vae.models.estimator.ElboMonteCarlo;
import vae.models.estimator.Iwae;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.posterior.InverseAutoregressive;

/** Work whose speed is measured: fixed shapes, made-up sparse binary data, Adam. */
public enum Workload {
  MLP("784-400-20-400-784, relu, Bernoulli, ELBO, batch 128", 100, 300),
  GAUSS("the same with Gaussian observations, sigma 0.1", 100, 300),
  IWAE1("784-200-200-50-200-200-784, tanh, Bernoulli, IWAE K = 1, batch 20", 400, 800),
  IWAE5("the same, K = 5", 200, 400),
  IWAE50("the same, K = 50", 40, 200),
  /** Two stochastic layers, 784-200-200-100 and 100-100-100-50, and both ways back. */
  TWO1("two stochastic layers of 100 and 50, tanh, Bernoulli, IWAE K = 1, batch 20", 200, 400),
  TWO5("the same, K = 5", 100, 300),
  /**
   * 28 x 28 images, convolutions 1-32-64 (kernel 4, stride 2, padding 1), dense 3136-256, 16 latent
   * variables and the mirror image, relu, Bernoulli, ELBO with one draw, batch 128.
   */
  CONV("conv 1-32-64, dense 256, 16 latents and back, relu, Bernoulli, ELBO, batch 128", 10, 150),
  /** {@link #MLP} with an {@code iaf} posterior: two steps of 320 units, a context of 320. */
  IAF(
      "mlp with an inverse autoregressive flow, 2 steps of 320 units, ELBO by Monte Carlo",
      50,
      600),
  /** {@link #MLP} with the rate by Monte Carlo and 500 pseudo-inputs, which are encoded anew. */
  VAMP("mlp with a VampPrior of 500 pseudo-inputs, ELBO by Monte Carlo", 25, 700),
  /** log p(x) of 20 images by 5,000 importance samples each; nothing is differentiated. */
  NLL("log-likelihood of 20 images by 5,000 samples each, the same network", 1, 2),
  SWEEP("a step of each of 8 trainings of iwae1 at once, one thread each", 100, 300);

  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final List<Integer> WIDE_HIDDEN = List.of(400);
  private static final int WIDE_LATENT = 20;
  private static final List<Integer> DEEP_HIDDEN = List.of(200, 200);
  private static final int DEEP_LATENT = 50;
  private static final int LOWER_LATENT = 100;
  private static final List<Integer> UPPER_HIDDEN = List.of(100, 100);
  private static final List<Integer> CHANNELS = List.of(32, 64);
  private static final int DENSE = 256;
  private static final int CONV_LATENT = 16;
  private static final InverseAutoregressive.Spec FLOW =
      new InverseAutoregressive.Spec(
          2,
          List.of(320),
          320,
          2,
          Activation.RELU,
          Initialization.FAN_IN_UNIFORM,
          Optional.empty());
  private static final int PSEUDO_INPUTS = 500;
  private static final int BATCHES = 20;
  private static final int NLL_SAMPLES = 5000;
  private static final int TRIALS = 8;

  private final String description;
  private final int defaultSteps;
  private final int warmUp;

  Workload(String description, int defaultSteps, int warmUp) {
    this.description = description;
    this.defaultSteps = defaultSteps;
    this.warmUp = warmUp;
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a step is, in a few words. */
  public String description() {
    return description;
  }

  /** Steps of a round that takes about half a second on one core. */
  public int defaultSteps() {
    return defaultSteps;
  }

  /** Steps after which the JVM has compiled what the workload runs. */
  int warmUp() {
    return warmUp;
  }

  /** Examples a step, of all trials together. */
  int examples() {
    return switch (this) {
      case SWEEP -> TRIALS * IWAE1.examples();
      case MLP, GAUSS, CONV, IAF, VAMP -> 128;
      case IWAE1, IWAE5, IWAE50, TWO1, TWO5, NLL -> 20;
    };
  }

  /** The workload that a peer runs in its place; see {@link #repeated}. */
  Workload forPeer() {
    return this == SWEEP ? IWAE1 : this;
  }

  /** Steps of {@link #forPeer}, one after another, that are the work of one step here. */
  int repeated() {
    return this == SWEEP ? TRIALS : 1;
  }

  /** Whether the calling thread makes every call of a kernel, so that they can be timed. */
  boolean hasOneCaller() {
    return this != SWEEP;
  }

  /** Sets it up: fresh model, fresh state of the optimiser. */
  Running start(KernelSet kernels) {
    return switch (this) {
      case SWEEP -> new TrialLoops(TRIALS, kernels, IWAE1::start);
      case NLL ->
          new LikelihoodLoop(
              model(), MadeUpImages.dataset(examples(), PIXELS).train(), NLL_SAMPLES, kernels);
      case MLP, GAUSS, IWAE1, IWAE5, IWAE50, TWO1, TWO5, CONV, IAF, VAMP ->
          new RepeatedTraining(model(), MadeUpImages.batches(BATCHES, examples(), PIXELS), kernels);
    };
  }

  private Model model() {
    return switch (this) {
      case MLP -> wide(new BernoulliLikelihood());
      case GAUSS -> wide(new GaussianLikelihood(new FixedNoise(0.1)));
      case IAF ->
          Networks.autoregressive(
              FLOW,
              PIXELS,
              WIDE_HIDDEN,
              WIDE_LATENT,
              Activation.RELU,
              new BernoulliLikelihood(),
              new ElboMonteCarlo(new ElboMonteCarlo.Spec(1)));
      case VAMP ->
          Networks.withPseudoInputs(
              PSEUDO_INPUTS,
              PIXELS,
              WIDE_HIDDEN,
              WIDE_LATENT,
              Activation.RELU,
              new BernoulliLikelihood(),
              new ElboMonteCarlo(new ElboMonteCarlo.Spec(1)));
      case CONV ->
          Networks.convolutional(
              new ImageShape(SIDE, SIDE, 1),
              CHANNELS,
              DENSE,
              CONV_LATENT,
              new BernoulliLikelihood(),
              new Elbo(new Elbo.Spec(1)));
      case TWO1, TWO5 ->
          Networks.hierarchical(
              PIXELS,
              DEEP_HIDDEN,
              LOWER_LATENT,
              UPPER_HIDDEN,
              DEEP_LATENT,
              Activation.TANH,
              new BernoulliLikelihood(),
              new Iwae(new Iwae.Spec(samples())));
      case IWAE1, IWAE5, IWAE50, NLL, SWEEP ->
          Networks.perceptron(
              PIXELS,
              DEEP_HIDDEN,
              DEEP_LATENT,
              Activation.TANH,
              new BernoulliLikelihood(),
              new Iwae(new Iwae.Spec(samples())));
    };
  }

  private static Model wide(LikelihoodModel likelihood) {
    return Networks.perceptron(
        PIXELS, WIDE_HIDDEN, WIDE_LATENT, Activation.RELU, likelihood, new Elbo(new Elbo.Spec(1)));
  }

  private int samples() {
    return switch (this) {
      case IWAE5, TWO5 -> 5;
      case IWAE50 -> 50;
      case NLL -> NLL_SAMPLES;
      case MLP, GAUSS, IWAE1, TWO1, CONV, IAF, VAMP, SWEEP -> 1;
    };
  }

  Cost cost() {
    return switch (this) {
      case SWEEP -> IWAE1.cost().times(TRIALS);
      case NLL -> Cost.evaluation(layers());
      case MLP, GAUSS, IWAE1, IWAE5, IWAE50, TWO1, TWO5, CONV, IAF, VAMP -> Cost.training(layers());
    };
  }

  /** The encoder of pseudo-inputs counts its weights again: fewer than pseudo-inputs have. */
  private List<Layer> layers() {
    double rows = (double) samples() * examples();
    return switch (this) {
      case MLP, GAUSS -> Layer.perceptron(examples(), rows, PIXELS, WIDE_HIDDEN, WIDE_LATENT);
      case IAF -> {
        List<Layer> all = new ArrayList<>(MLP.layers());
        all.addAll(
            Layer.autoregressive(examples(), rows, WIDE_HIDDEN.getLast(), WIDE_LATENT, FLOW));
        yield all;
      }
      case VAMP -> {
        List<Layer> all = new ArrayList<>(MLP.layers());
        all.addAll(Layer.network(PSEUDO_INPUTS, PIXELS, WIDE_HIDDEN, 2 * WIDE_LATENT));
        yield all;
      }
      case TWO1, TWO5 ->
          Layer.hierarchical(
              examples(), rows, PIXELS, DEEP_HIDDEN, LOWER_LATENT, UPPER_HIDDEN, DEEP_LATENT);
      case IWAE1, IWAE5, IWAE50, NLL, SWEEP ->
          Layer.perceptron(examples(), rows, PIXELS, DEEP_HIDDEN, DEEP_LATENT);
      case CONV -> Layer.convolutional(rows, SIDE, CHANNELS, DENSE, CONV_LATENT);
    };
  }
}
