package vae.experiments.sampler;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.GenerativeModel;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.transform.NoBinarization;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergedException;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * A second VAE, trained on codes of the first: it has as many latent coordinates as the codes, and
 * its noise is learned.
 *
 * <p>\[ u \sim \mathcal N(0, I_m), \qquad z \sim \mathcal N(f(u), \gamma^2 I_m) \]
 *
 * <p>Its encoder and decoder are perceptrons with ReLU; its codes are standardised. γ starts at
 * 0.1: from 1, the scale of the codes themselves, training may stay where u knows nothing of z.
 * Adam's learning rate falls to 0 as half a cosine. It is trained like any other model here, so
 * that its bits are defined: a function of codes, settings and key.
 *
 * <p>Take it where the codes are many and their law is no mixture of a few Gaussians. The paper's
 * code draws codes anew in each epoch; here S of each example are drawn once. It also passes z and
 * u around the hidden layers to the outputs, which the perceptrons here do not.
 *
 * <p>Source: Dai and Wipf (2019), Diagnosing and enhancing VAE models, section 4; their code has
 * three hidden layers of 1024, batches of 64, 800 epochs, and a learning rate of 0.0001 that halves
 * every 300; its γ starts at 1. The defaults here are smaller, for processors.
 */
public final class TwoStageSampler implements LatentSampler {

  private static final String SOURCE = "Dai and Wipf (2019), Diagnosing and enhancing VAE models";

  /** Leaves the 53 bits that a seed may have. */
  private static final int SEED_SHIFT = 11;

  private static final int MAX_STEPS = 10_000_000;

  /** Codes that are decoded at once. */
  private static final int CHUNK = 1000;

  /**
   * How the second stage is made and trained.
   *
   * @param hidden widths of the hidden layers of encoder and decoder
   * @param steps of training, rounded up to whole epochs; from 1 to 10,000,000
   * @param batchSize codes per step, at least 1
   * @param learningRate of Adam at the start, above 0
   */
  public record Settings(List<Integer> hidden, int steps, int batchSize, double learningRate) {

    /** What the command line takes. */
    public static final Settings DEFAULT = new Settings(List.of(200, 200), 5000, 128, 0.001);

    public Settings {
      hidden = List.copyOf(hidden);
      Require.eachAtLeast("hidden", hidden, 1);
      Require.between("steps", steps, 1, MAX_STEPS);
      Require.atLeast("batchSize", batchSize, 1);
      Require.positive("learningRate", learningRate);
    }

    /** The second stage as an experiment, whose data are the codes. */
    private ExperimentSpec experiment(long seed, int n, int m) {
      int epochs = Math.ceilDiv(steps, Math.ceilDiv(n, batchSize));
      String network = "{\"type\": \"mlp\", \"hidden\": %s, \"activation\": \"relu\"}";
      return new SpecReader(Components.SLOTS.catalogue())
          .read(
              """
              { "name": "second-stage", "seed": %s, "latentSize": %s,
                "encoder": %s, "decoder": %s,
                "likelihood": {"type": "gaussian", "noise": {"type": "learned", "initial": 0.1}},
                "optimizer": {"type": "adam", "learningRate": %s, "schedule": {"type": "cosine"}},
                "training": {"epochs": %s, "batchSize": %s} }
              """
                  .formatted(
                      seed,
                      m,
                      network.formatted(hidden),
                      network.formatted(hidden),
                      learningRate,
                      epochs,
                      batchSize))
          .spec();
    }
  }

  private static final class Components {
    private static final Slots SLOTS = Slots.load(null);
  }

  private final DType type;
  private final CodeScale scale;
  private final Model model;
  private final KernelSet kernels;
  private final Settings settings;
  private final int codes;

  private TwoStageSampler(
      NdArray codes, CodeScale scale, Model model, KernelSet kernels, Settings settings) {
    type = codes.type();
    this.codes = codes.shape().size() / scale.mean().length;
    this.scale = scale;
    this.model = model;
    this.kernels = kernels;
    this.settings = settings;
  }

  /**
   * Trains a second stage.
   *
   * @param codes [N, m] or [S, B, m]
   * @param key of its first parameters, its batches and its noise
   * @param kernels of its training and of its draws; they stay the caller's
   * @throws SpecException where a code is not finite, a coordinate is constant, the networks do not
   *     fit the heap or training diverges
   */
  public static TwoStageSampler fit(NdArray codes, Settings settings, Key key, KernelSet kernels) {
    CodeScale scale = CodeScale.of(codes);
    double[][] rows = scale.standardise(codes);
    int m = scale.mean().length;
    Key mixed = key.fold("second stage");
    long seed = ((long) mixed.k1() << Integer.SIZE | mixed.k0() & 0xffffffffL) >>> SEED_SHIFT;
    ExperimentSpec experiment = settings.experiment(seed, rows.length, m);
    Dataset data = data(rows, m);
    Model model = new ModelFactory(Components.SLOTS).model(experiment, data);
    Regime regime =
        new Regime(
            settings.batchSize(), experiment.training().epochs(), experiment.training().dtype());
    try (Trainer trainer =
        new Trainer(model, data, new NoBinarization(), new RandomStreams(seed), regime, kernels)) {
      while (!trainer.hasEnded()) {
        trainer.epoch(Progress.UNWATCHED);
      }
    } catch (DivergedException e) {
      throw SpecException.because(
          "sampler.learningRate",
          "training of the second stage diverged at " + e.briefly(),
          "Lower it, or take the sampler gaussian-mixture.");
    }
    return new TwoStageSampler(codes, scale, model, kernels, settings);
  }

  private static Dataset data(double[][] codes, int m) {
    float[] values = new float[codes.length * m];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) codes[i / m][i % m];
    }
    int[] shape = {codes.length, m};
    RawArray array = RawArray.ofFloats(shape, ElementKind.F4, values);
    Content content = Content.of("codes", array, 1, Optional.empty());
    return Dataset.inOrder("codes", content, codes.length, 0);
  }

  @Override
  public NdArray draw(int n, Key key) {
    int m = latentSize();
    DrawSize.require("n", n, m);
    NdArray drawn = NdArray.zeros(type, Shape.of(n, m));
    try (Tape tape = Tape.of(kernels, model.parameters().type())) {
      tape.differentiate(false);
      for (int from = 0; from < n; from += CHUNK) {
        int count = Math.min(CHUNK, n - from);
        Key rows = key.rows(LongStream.range(from, from + count).toArray());
        tape.reset();
        GenerativeModel second = model.generative(model.pass(tape));
        Tensor u = tape.normal(rows.fold("u"), Shape.of(1, count, m));
        NdArray z = second.likelihood(u).draw(1, rows.fold("z")).z().toArray();
        for (int i = 0; i < count * m; i++) {
          drawn.set(from * m + i, scale.restore(i % m, z.get(i)));
        }
      }
    }
    return drawn;
  }

  @Override
  public int latentSize() {
    return scale.mean().length;
  }

  @Override
  public Description description() {
    return new Description(
        "two-stage",
        SOURCE,
        Map.of(
            "hidden", settings.hidden(),
            "steps", settings.steps(),
            "batchSize", settings.batchSize(),
            "learningRate", settings.learningRate(),
            "codes", codes),
        true);
  }
}
