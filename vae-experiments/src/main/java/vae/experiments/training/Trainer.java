package vae.experiments.training;

import java.util.SortedMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.data.source.Dataset;
import vae.data.transform.Binarization;
import vae.data.transform.Minibatches;

/**
 * Maximises the estimator's surrogate over the training data by minibatches.
 *
 * <p>An epoch is a pure function of the parameters, the optimiser's state, the seed and the epoch's
 * number: stopping after one and going on later changes nothing.
 */
public final class Trainer implements AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(Trainer.class);

  private final Model model;
  private final Recovery recovery;
  private final Streams streams;
  private final BatchSource source;
  private final Minibatches batches;
  private final TrainingStep training;
  private final Calibration calibration;
  private final String metric;
  private final long steps;
  private int epoch;
  private long step;

  /**
   * Ends at the first step that is not finite.
   *
   * @param epochs of the whole training; the learning rate's course depends on it
   */
  public Trainer(
      Model model,
      Dataset data,
      Binarization binarization,
      Streams streams,
      int batchSize,
      int epochs,
      DType type,
      KernelSet kernels) {
    this(
        model,
        data,
        binarization,
        streams,
        batchSize,
        epochs,
        type,
        kernels,
        DivergencePolicy.fail());
  }

  /**
   * @param epochs of the whole training; the learning rate's course depends on it
   * @param policy what happens at a step that is not finite
   */
  public Trainer(
      Model model,
      Dataset data,
      Binarization binarization,
      Streams streams,
      int batchSize,
      int epochs,
      DType type,
      KernelSet kernels,
      DivergencePolicy policy) {
    this.model = model;
    recovery = new Recovery(policy);
    this.streams = streams;
    source = new BatchSource(data.train(), binarization, type, kernels);
    batches = new Minibatches(data.train().size(), batchSize, streams.batches());
    metric = model.estimator().claim().metric();
    training = new TrainingStep(model, type, kernels);
    calibration = new Calibration(model, source, streams, type, kernels);
    steps = Math.max(1, (long) epochs * batches.count());
  }

  /**
   * Trains one more epoch; as often as the policy allows from its start, where a step is not
   * finite.
   *
   * @return the epoch's means over training examples: the bound, such as {@code train/elbo}, and,
   *     where the estimator knows them, {@code train/rate} and {@code train/distortion}; as the
   *     parameters were at each step. Where the policy skips or rolls back, the steps skipped in
   *     the epoch as {@code train/skipped}, the returns to its start as {@code train/rolled-back}
   * @throws DivergedException at the first step whose objective or gradient is not finite and that
   *     the policy does not allow; the parameters are those before that step
   */
  public SortedMap<String, Double> epoch(Progress progress) {
    epoch++;
    if (!recovery.rollsBack()) {
      return attempt(progress);
    }
    Recovery.Moment start = new Recovery.Moment(model.parameters().list(), training.optimizer());
    long first = step;
    for (double returns = 0; ; returns++) {
      try {
        SortedMap<String, Double> means = attempt(progress);
        lookAhead();
        means.put("train/rolled-back", returns);
        return means;
      } catch (DivergedException e) {
        if (!recovery.rollBack()) {
          throw e;
        }
        LOG.warn("{}; going back to the start of epoch {}", e.briefly(), epoch);
        start.restore(model.parameters().list(), training.optimizer());
        training.rateFactor(recovery.rateFactor());
        step = first;
      }
    }
  }

  /**
   * Whether the next epoch's first step is finite at the parameters that this epoch leaves behind:
   * what it left is what a return to the start of the next epoch would find.
   */
  private void lookAhead() {
    int[] order = batches.order(epoch + 1);
    Key binarization = streams.binarization().fold(epoch + 1);
    NdArray x = source.gather(order, batches.from(0), batches.length(0), binarization);
    Key noise = streams.training().fold(epoch + 1).rows(source.identities());
    training.differentiate(x, noise, step, steps);
  }

  private SortedMap<String, Double> attempt(Progress progress) {
    int[] order = batches.order(epoch);
    Key noise = streams.training().fold(epoch);
    Key binarization = streams.binarization().fold(epoch);
    MetricSums sums = new MetricSums();
    double skipped = 0;
    for (int b = 0; b < batches.count(); b++) {
      NdArray x = source.gather(order, batches.from(b), batches.length(b), binarization);
      try {
        sums.add(metric, training.apply(x, noise.rows(source.identities()), step, steps));
        recovery.stepped();
      } catch (DivergedException e) {
        if (!recovery.skip()) {
          throw e;
        }
        LOG.warn("{}; the step is skipped", e.briefly());
        skipped++;
      }
      step++;
      progress.step(step, steps);
    }
    SortedMap<String, Double> means = sums.means("train/");
    if (recovery.skips()) {
      means.put("train/skipped", skipped);
    }
    return means;
  }

  /**
   * Prepares the model for evaluation at its present parameters: where the likelihood takes its
   * noise from the training set's mean squared error, measures that and passes it on.
   */
  public void calibrate() {
    calibration.apply();
  }

  /** Epochs done. */
  public int epoch() {
    return epoch;
  }

  /** Steps done. */
  public long step() {
    return step;
  }

  /** Steps an epoch. */
  public int stepsPerEpoch() {
    return batches.count();
  }

  /**
   * The optimiser's state by name, live, and where the policy skips or rolls back what it counted
   * so far, as {@code divergence.…}.
   */
  public SortedMap<String, NdArray> optimizerState() {
    return recovery.with(training.optimizer().state());
  }

  /** Goes on after the given epoch with the optimiser's state at its end. */
  public void resume(int epoch, SortedMap<String, NdArray> optimizerState) {
    this.epoch = epoch;
    step = (long) epoch * batches.count();
    training.optimizer().restore(recovery.without(optimizerState));
    training.rateFactor(recovery.rateFactor());
  }

  @Override
  public void close() {
    training.close();
  }
}
