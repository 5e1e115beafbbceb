package vae.experiments.trained;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.ImportanceSampler;
import vae.experiments.evaluation.PosteriorMoments;
import vae.experiments.imputation.Imputation;
import vae.experiments.run.EvaluationRequest;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.RestoredRun;
import vae.experiments.run.RunResult;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.wiring.Slots;

/**
 * The model of a finished run: encode, decode, sample, reconstruct, measure, impute.
 *
 * <pre>{@code
 * try (TrainedModel trained = TrainedModel.open(Path.of("runs/digits-0123456789ab"))) {
 *   Batch test = trained.inputs().test();
 *   NdArray codes = trained.encode(test).mean(); // [B, m]
 *   NdArray pictures = trained.decode(codes);    // [B, d]
 *   Samples samples = trained.sample(64, Key.of(1));
 * }
 * }</pre>
 *
 * <p>Opening checks the run's folder as {@code vae verify} does, and loads the run's data: classes,
 * scale and the fill of missing values are theirs. Any number of threads may use a model at once.
 * What it gives depends on neither threads nor kernels, and for an example on no other of its
 * batch: the same bits. Randomness is an argument; the noise of an example is keyed by its
 * identity.
 *
 * <p>Methods throw {@link DataException} where numbers do not fit the model, {@link
 * IllegalArgumentException} where a number of samples is below 1, and {@link IllegalStateException}
 * once it is closed.
 */
public final class TrainedModel implements AutoCloseable {

  private final RestoredRun run;
  private final Model model;
  private final DType type;
  private final RandomStreams streams;
  private final Inputs inputs;
  private final Sessions sessions;
  private final Generation generation;
  private final KernelSet kernels;
  private final boolean ownsKernels;

  private TrainedModel(RestoredRun run, KernelSet kernels, boolean ownsKernels) {
    this.run = run;
    this.kernels = kernels;
    this.ownsKernels = ownsKernels;
    ExperimentSpec spec = experiment().spec();
    type = spec.training().dtype();
    streams = new RandomStreams(spec.seed());
    inputs =
        new Inputs(
            spec,
            run.data(),
            run.factory().binarization(spec),
            streams.heldOutBinarization(),
            kernels);
    sessions = new Sessions(kernels, type);
    model = sessions.run(run.model()::settled);
    generation = new Generation(model, sessions, type, latentSize(), inputs.dimension());
  }

  /**
   * The final model of a run, with our components and those of plugins on the class path, the
   * fastest kernels and one thread per processor.
   *
   * @throws vae.experiments.run.folder.RunFolderException where the folder holds no finished run,
   *     or one that diverged
   * @throws vae.experiments.run.verification.UnverifiedException where its files are not what was
   *     written
   * @throws DataException where the run's data are missing or others
   */
  public static TrainedModel open(Path run) throws IOException {
    return open(run, TrainedParameters.FINAL);
  }

  /** The model of a run at these of its parameters. */
  public static TrainedModel open(Path run, TrainedParameters parameters) throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, processors);
    try {
      Locations locations = Locations.standard(Optional.empty());
      Reevaluation by = new Reevaluation(Slots.load(null), kernels, locations);
      return new TrainedModel(restored(run, parameters, by), kernels, true);
    } catch (IOException | RuntimeException | Error e) {
      kernels.close();
      throw e;
    }
  }

  /**
   * The model of a run with components, kernels and data folders of the caller's.
   *
   * @param by whose kernels must stay open until the model is closed, and do so then
   */
  public static TrainedModel open(Path run, TrainedParameters parameters, Reevaluation by)
      throws IOException {
    return new TrainedModel(restored(run, parameters, by), by.kernels(), false);
  }

  private static RestoredRun restored(Path run, TrainedParameters parameters, Reevaluation by)
      throws IOException {
    EvaluationRequest request = by.request(run, List.of());
    RestoredRun restored = by.restored(request, parameters.file());
    restored.data().requireUnchanged();
    return restored;
  }

  /** What was run. */
  public Resolved experiment() {
    return run.request().experiment();
  }

  /** How the run ended. */
  public RunResult result() {
    return run.request().trained();
  }

  /** The data of the run, each example with its condition. */
  public Dataset data() {
    return run.data();
  }

  /** Other data as the run would load them, with the condition where it is no label. */
  Dataset loaded(Map<String, Object> source, Locations where) {
    ExperimentSpec spec = experiment().with("data", source).spec();
    return conditioned(run.factory().data(spec, where));
  }

  /** Other data with the condition where it is no label: classes may be counted otherwise. */
  Dataset conditioned(Dataset other) {
    return inputs.conditionedOnLabels()
        ? other
        : run.factory().conditioned(experiment().spec(), other);
  }

  /** Makes batches of numbers, and of the run's own data. */
  public Inputs inputs() {
    return inputs;
  }

  /** The keys of the run's own noise: with them results are those of its evaluation. */
  public RandomStreams streams() {
    return streams;
  }

  /** What it computes on, open as long as it is. */
  public KernelSet kernels() {
    return kernels;
  }

  /** m, coordinates of z. */
  public int latentSize() {
    return experiment().spec().latentSize();
  }

  /**
   * Moments of the posterior of each example: exact where its family knows them, else of draws by
   * the run's key for evaluation, so that means are those of {@code vae evaluate --per-example}.
   */
  public Encoded encode(Batch batch) {
    inputs.require(batch);
    NdArray mean = NdArray.zeros(type, Shape.of(batch.size(), latentSize()));
    NdArray deviation = NdArray.zeros(type, mean.shape());
    int[] draws = new int[2];
    sessions.forEachChunk(
        batch.size(),
        HeldOutEvaluator.CHUNK,
        (tape, from, count) -> {
          Batch part = batch.rows(from, count);
          Key rows = streams.evaluation().rows(part.identities());
          Posterior q = model.on(tape, part).posterior();
          draws[0] = q instanceof HasMean ? 0 : PosteriorMoments.DRAWS;
          draws[1] = q instanceof HasMarginals ? 0 : PosteriorMoments.DRAWS;
          mean.setRows(from, PosteriorMoments.mean(q, rows).toArray());
          deviation.setRows(
              from, PosteriorMoments.marginals(q, rows).logDeviation().exp().toArray());
        });
    return new Encoded(mean, deviation, draws[0], draws[1]);
  }

  /**
   * Draws of the posterior of each example, [S, B, m].
   *
   * @param samples S ≥ 1
   */
  public NdArray encode(Batch batch, int samples, Key key) {
    requireSome("samples", samples);
    inputs.require(batch);
    int width = latentSize();
    NdArray z = NdArray.zeros(type, Shape.of(samples, batch.size(), width));
    sessions.forEachChunk(
        batch.size(),
        Math.max(1, HeldOutEvaluator.DECODER_ROWS / samples),
        (tape, from, count) -> {
          Batch part = batch.rows(from, count);
          Posterior q = model.on(tape, part).posterior();
          NdArray drawn = q.draw(samples, key.rows(part.identities())).z().toArray();
          int length = count * width;
          for (int s = 0; s < samples; s++) {
            int at = (s * batch.size() + from) * width;
            System.arraycopy(drawn.storage(), s * length, z.storage(), at, length);
          }
        });
    return z;
  }

  /** \(\mathbb E[x \mid z]\) of each row: z [n, m] → [n, d]. */
  public NdArray decode(NdArray z) {
    return decode(z, Optional.empty());
  }

  /** The same of a conditional model: z [n, m], condition [n, c] → [n, d]. */
  public NdArray decode(NdArray z, NdArray condition) {
    return decode(z, Optional.of(condition));
  }

  /**
   * The same.
   *
   * @param condition [n, c]; empty where the model has none
   */
  public NdArray decode(NdArray z, Optional<NdArray> condition) {
    inputs.require(z, condition);
    return generation.mean(z, condition);
  }

  /**
   * Draws \(x \sim p_\theta(x \mid z)\), one of each row: z [n, m] → [n, d].
   *
   * @param condition [n, c]; empty where the model has none
   */
  public NdArray drawGiven(NdArray z, Optional<NdArray> condition, Key key) {
    inputs.require(z, condition);
    return generation.draw(z, condition, key);
  }

  /** x as the model returns it, [B, d]: {@link #decode} of the mean of {@link #encode}. */
  public NdArray reconstruct(Batch batch) {
    return decode(encode(batch).mean(), batch.condition());
  }

  /**
   * Draws of z from the prior, and x given it, of a model without a condition. Draw i is the same
   * whatever their number.
   *
   * @param n ≥ 1
   */
  public Samples sample(int n, Key key) {
    return sample(n, Optional.empty(), key);
  }

  /** The same of a conditional model, one draw for each row of the condition [n, c]. */
  public Samples sample(NdArray condition, Key key) {
    return sample(condition.shape().extent(0), Optional.of(condition), key);
  }

  private Samples sample(int n, Optional<NdArray> condition, Key key) {
    requireSome("n", n);
    inputs.requireCondition(condition, n);
    return generation.samples(generation.prior(n, condition, key), condition, key);
  }

  /**
   * The same at other codes than those of the prior, such as a fitted sampler draws: z [n, m].
   *
   * @param condition [n, c]; empty where the model has none
   */
  public Samples sampleAt(NdArray z, Optional<NdArray> condition, Key key) {
    inputs.require(z, condition);
    return generation.samples(z, condition, key);
  }

  /**
   * −log p(x) of each example by importance sampling from its posterior, with what K samples say of
   * its error; see {@link HeldOutEvaluator#negativeLogLikelihood}. With {@code
   * streams().likelihood()} it is the {@code nll} of {@code vae evaluate}.
   *
   * @param samples K ≥ 1
   */
  public ImportanceSampled negativeLogLikelihood(Batch batch, int samples, Key key) {
    requireSome("samples", samples);
    inputs.require(batch);
    return sessions.run(tape -> ImportanceSampler.sample(model, tape, batch, key, samples));
  }

  /**
   * What is missing of each example, given what is known of it. It keeps K · B · m numbers: give
   * many examples in pieces.
   *
   * @param batch with missing values; it must stay as it is while the imputation is in use
   * @param samples K ≥ 1
   * @return for one thread, until the model is closed
   */
  public Imputation impute(Batch batch, int samples, Key key) {
    requireSome("samples", samples);
    inputs.require(batch);
    return sessions.run(_ -> Imputation.of(model, batch, samples, key, kernels));
  }

  private static void requireSome(String argument, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(argument + ": expected at least 1, got " + number);
    }
  }

  /** Waits for the calls in progress, and ends the threads that {@link #open(Path)} started. */
  @Override
  public void close() {
    if (sessions.close() && ownsKernels) {
      kernels.close();
    }
  }
}
