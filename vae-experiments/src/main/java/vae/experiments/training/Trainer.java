package vae.experiments.training;

import java.util.SortedMap;
import java.util.TreeMap;
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
 * <p>A step is a pure function of the parameters, the optimiser's state, the seed, the epoch's
 * number and the step's number in it: stopping after one and going on later changes nothing.
 */
public final class Trainer implements AutoCloseable {

  private final Streams streams;
  private final BatchSource source;
  private final Minibatches batches;
  private final TrainingStep training;
  private final Calibration calibration;
  private final String metric;
  private final long steps;
  private int epoch;
  private int batch;
  private long step;
  private int[] order = {};
  private MetricSums sums = new MetricSums();
  private SortedMap<String, Double> means = new TreeMap<>();

  /**
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
    this.streams = streams;
    source = new BatchSource(data.train(), binarization, type, kernels);
    batches = new Minibatches(data.train().size(), batchSize, streams.batches());
    metric = model.estimator().claim().metric();
    training = new TrainingStep(model, type, kernels);
    calibration = new Calibration(model, source, streams, type, kernels);
    steps = Math.max(1, (long) epochs * batches.count());
  }

  /**
   * Trains to the end of the epoch.
   *
   * @return its {@link #means}
   * @throws DivergedException as {@link #step(Progress)} does
   */
  public SortedMap<String, Double> epoch(Progress progress) {
    boolean whole = step(progress);
    while (!whole) {
      whole = step(progress);
    }
    return means;
  }

  /**
   * Makes one step.
   *
   * @return whether it was the last one of its epoch
   * @throws DivergedException where its objective is not finite; the parameters are those before it
   */
  public boolean step(Progress progress) {
    int number = epoch + 1;
    if (order.length == 0) {
      order = batches.order(number);
    }
    NdArray x =
        source.gather(
            order, batches.from(batch), batches.length(batch), streams.binarization().fold(number));
    Key noise = streams.training().fold(number).rows(source.identities());
    sums.add(metric, training.apply(x, noise, step, steps));
    step++;
    batch++;
    boolean whole = batch == batches.count();
    if (whole) {
      means = sums.means("train/");
      begin(number, 0, new MetricSums());
    }
    progress.step(step, steps);
    return whole;
  }

  private void begin(int done, int stepsOfNext, MetricSums sumsOfNext) {
    epoch = done;
    batch = stepsOfNext;
    order = new int[0];
    sums = sumsOfNext;
  }

  /**
   * The last whole epoch's means over training examples: the bound, such as {@code train/elbo},
   * and, where the estimator knows them, {@code train/rate} and {@code train/distortion}; as the
   * parameters were at each step.
   */
  public SortedMap<String, Double> means() {
    return new TreeMap<>(means);
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

  /** The optimiser's state by name, live. */
  public SortedMap<String, NdArray> optimizerState() {
    return training.optimizer().state();
  }

  /** Where training stands. */
  public Position position() {
    return new Position(epoch, batch, sums.sums());
  }

  /**
   * Goes on from a position with the optimiser's state there.
   *
   * @throws IllegalArgumentException where an epoch has no such step
   */
  public void resume(Position position, SortedMap<String, NdArray> optimizerState) {
    if (position.batch() >= batches.count()) {
      throw new IllegalArgumentException(
          "expected a step below %d of an epoch, got %d"
              .formatted(batches.count(), position.batch()));
    }
    begin(position.epoch(), position.batch(), new MetricSums(position.sums()));
    step = (long) epoch * batches.count() + batch;
    training.optimizer().restore(new TreeMap<>(optimizerState));
  }

  @Override
  public void close() {
    training.close();
  }
}
