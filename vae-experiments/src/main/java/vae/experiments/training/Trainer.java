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
 * <p>An epoch is a pure function of the parameters, the optimiser's state, the seed and the epoch's
 * number: stopping after one and going on later changes nothing.
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
  private long step;

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
   * Trains one more epoch.
   *
   * @return the epoch's means over training examples: the bound, such as {@code train/elbo}, and,
   *     where the estimator knows them, {@code train/rate} and {@code train/distortion}; as the
   *     parameters were at each step
   * @throws DivergedException at the first step whose objective is not finite; the parameters are
   *     those before that step
   */
  public SortedMap<String, Double> epoch(Progress progress) {
    epoch++;
    int[] order = batches.order(epoch);
    Key noise = streams.training().fold(epoch);
    Key binarization = streams.binarization().fold(epoch);
    MetricSums sums = new MetricSums();
    for (int b = 0; b < batches.count(); b++) {
      NdArray x = source.gather(order, batches.from(b), batches.length(b), binarization);
      sums.add(metric, training.apply(x, noise.rows(source.identities()), step, steps));
      step++;
      progress.step(step, steps);
    }
    return sums.means("train/");
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

  /** Goes on after the given epoch with the optimiser's state at its end. */
  public void resume(int epoch, SortedMap<String, NdArray> optimizerState) {
    this.epoch = epoch;
    step = (long) epoch * batches.count();
    training.optimizer().restore(new TreeMap<>(optimizerState));
  }

  @Override
  public void close() {
    training.close();
  }
}
