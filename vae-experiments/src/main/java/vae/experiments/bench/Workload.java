package vae.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Estimator;
import vae.core.model.LikelihoodModel;
import vae.experiments.training.Model;
import vae.models.estimator.Elbo;
import vae.models.estimator.Iwae;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;

/** Work whose speed is measured: fixed shapes, made-up sparse binary data, Adam. */
public enum Workload {
  /** 784-400-20-400-784, relu, Bernoulli, ELBO with one draw, batch 128. */
  MLP("784-400-20-400-784, relu, Bernoulli, ELBO, batch 128", 100, 300),
  /** The same with Gaussian observations, σ = 0.1. */
  GAUSS("the same with Gaussian observations, sigma 0.1", 100, 300),
  /** 784-200-200-50-200-200-784, tanh, Bernoulli, IWAE with K = 1, batch 20. */
  IWAE1("784-200-200-50-200-200-784, tanh, Bernoulli, IWAE K = 1, batch 20", 400, 800),
  /** The same with K = 5. */
  IWAE5("the same, K = 5", 200, 400),
  /** The same with K = 50. */
  IWAE50("the same, K = 50", 40, 60),
  /** log p(x) of 20 images by 5,000 importance samples each; nothing is differentiated. */
  NLL("log-likelihood of 20 images by 5,000 samples each, the same network", 1, 2),
  /** A step of each of eight {@link #IWAE1} trainings, each on one thread of the pool. */
  SWEEP("a step of each of 8 trainings of iwae1 at once, one thread each", 100, 300);

  private static final int PIXELS = 784;
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

  /** The name on the command line. */
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
      case MLP, GAUSS -> 128;
      case IWAE1, IWAE5, IWAE50, NLL -> 20;
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
      case MLP, GAUSS, IWAE1, IWAE5, IWAE50 ->
          new TrainingLoop(model(), MadeUpImages.batches(BATCHES, examples(), PIXELS), kernels);
    };
  }

  private Model model() {
    Estimator estimator =
        this == MLP || this == GAUSS
            ? new Elbo(new Elbo.Spec(1))
            : new Iwae(new Iwae.Spec(samples()));
    LikelihoodModel likelihood =
        this == GAUSS ? new GaussianLikelihood(new FixedNoise(0.1)) : new BernoulliLikelihood();
    return Networks.perceptron(PIXELS, hidden(), latent(), activation(), likelihood, estimator);
  }

  private Activation activation() {
    return this == MLP || this == GAUSS ? Activation.RELU : Activation.TANH;
  }

  /** Widths from the data to the latent variables; the decoder's are the same backwards. */
  private List<Integer> hidden() {
    return this == MLP || this == GAUSS ? List.of(400) : List.of(200, 200);
  }

  private int latent() {
    return this == MLP || this == GAUSS ? 20 : 50;
  }

  /** Draws of z for each example. */
  private int samples() {
    return switch (this) {
      case IWAE5 -> 5;
      case IWAE50 -> 50;
      case NLL -> NLL_SAMPLES;
      case MLP, GAUSS, IWAE1, SWEEP -> 1;
    };
  }

  /** What a step asks of the machine. */
  Cost cost() {
    return switch (this) {
      case SWEEP -> IWAE1.cost().times(TRIALS);
      case NLL -> Cost.evaluation(layers());
      case MLP, GAUSS, IWAE1, IWAE5, IWAE50 -> Cost.training(layers());
    };
  }

  private List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    int width = PIXELS;
    for (int next : hidden()) {
      layers.add(Layer.linear(examples(), width, next));
      width = next;
    }
    layers.add(Layer.linear(examples(), width, 2 * latent()));
    double rows = (double) samples() * examples();
    width = latent();
    for (int next : hidden().reversed()) {
      layers.add(Layer.linear(rows, width, next));
      width = next;
    }
    layers.add(Layer.linear(rows, width, PIXELS));
    return layers;
  }
}
