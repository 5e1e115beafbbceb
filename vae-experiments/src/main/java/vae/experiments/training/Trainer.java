package vae.experiments.training;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.model.Batch;
import vae.core.model.Claim;
import vae.data.source.Dataset;
import vae.data.transform.Binarization;
import vae.data.transform.Minibatches;
import vae.experiments.quantity.Quantities;
import vae.experiments.training.divergence.DivergedException;

/**
 * Maximises the estimator's surrogate over the training data by minibatches.
 *
 * <p>A step is a pure function of the parameters, the optimiser's state, the seed, the epoch's
 * number and the step's number in it: stopping after one and going on later changes nothing.
 */
public final class Trainer implements TrainingState, AutoCloseable {

  private static final Logger LOG = LogManager.getLogger(Trainer.class);

  private final Model model;
  private final Callbacks callbacks;
  private final int epochs;
  private final Recovery recovery;
  private final Key noises;
  private final Key binarizations;
  private final BatchSource source;
  private final Minibatches batches;
  private final TrainingStep training;
  private final Calibration calibration;
  private final Showcase showcase;
  private final Claim claim;
  private final long steps;
  private int epoch;
  private int batch;
  private long step;
  private int[] order = {};
  private int returns;
  private Recovery.Moment start;
  private MetricSums sums;
  private SortedMap<String, Double> means = new TreeMap<>();
  private boolean settled;
  private Optional<Callbacks.Return> kept = Optional.empty();

  public Trainer(
      Model model,
      Dataset data,
      Binarization binarization,
      RandomStreams streams,
      Regime regime,
      KernelSet kernels) {
    this.model = model;
    callbacks = regime.callbacks();
    epochs = regime.epochs();
    recovery = new Recovery(regime.policy());
    DType type = regime.type();
    noises = streams.training();
    binarizations = streams.binarization();
    source = new BatchSource(data.train(), binarization, type, kernels);
    batches = regime.batches(data.train().size(), streams.batches());
    claim = model.estimator().claim();
    training = new TrainingStep(model, type, kernels);
    calibration = new Calibration(model, source, streams, type, kernels);
    showcase = Showcase.of(model, data, binarization, streams, type, kernels);
    steps = Math.max(1, (long) epochs * batches.count());
    sums = none();
  }

  /**
   * Trains to the end of the epoch; as often as the policy allows from its start, where a step is
   * not finite.
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
   * Makes one step; where it is not finite and the policy rolls back, goes back to the start of its
   * epoch instead.
   *
   * @return whether it was the last one of its epoch
   * @throws DivergedException where its objective or a gradient is not finite and the policy does
   *     not allow that; the parameters are those before it
   */
  public boolean step(Progress progress) {
    if (recovery.rollsBack() && batch == 0) {
      start = new Recovery.Moment(model.parameters().list(), training.optimizer(), callbacks);
    }
    try {
      return attempt(progress);
    } catch (DivergedException e) {
      if (!recovery.rollBack()) {
        throw e;
      }
      LOG.warn("{}; going back to the start of epoch {}", e.briefly(), epoch + 1);
      start.restore(model.parameters().list(), training.optimizer(), callbacks);
      training.rateFactor(recovery.rateFactor());
      step -= batch;
      returns++;
      begin(epoch, 0, none());
      return false;
    }
  }

  private boolean attempt(Progress progress) {
    int number = epoch + 1;
    if (order.length == 0) {
      order = batches.order(number);
    }
    Batch examples = gather(order, number, batch);
    Key noise = noises.fold(number).rows(examples.identities());
    try {
      sums.add(claim, training.apply(examples, noise, elapsed()));
      recovery.stepped();
    } catch (DivergedException e) {
      if (!recovery.skip()) {
        throw e;
      }
      LOG.warn("{}; the step is skipped", e.briefly());
      sums.count(Quantities.SKIPPED, 1);
    }
    step++;
    batch++;
    boolean whole = batch == batches.count();
    if (whole) {
      if (recovery.rollsBack()) {
        lookAhead();
      }
      means = sums.means("train/");
      returns = 0;
      begin(number, 0, none());
    }
    callbacks.afterStep(this);
    progress.step(step, steps);
    return whole;
  }

  private Elapsed elapsed() {
    return new Elapsed(step, steps, batches.count());
  }

  private Batch gather(int[] inOrder, int number, int of) {
    Key binarization = binarizations.fold(number);
    return source.gather(inOrder, batches.from(of), batches.length(of), binarization);
  }

  /**
   * Whether the next epoch's first step is finite at the parameters that this epoch leaves behind:
   * what it left is what a return to the start of the next epoch would find.
   */
  private void lookAhead() {
    int next = epoch + 2;
    Batch examples = gather(batches.order(next), next, 0);
    Key noise = noises.fold(next).rows(examples.identities());
    training.differentiate(examples, noise, elapsed());
  }

  private void begin(int done, int stepsOfNext, MetricSums sumsOfNext) {
    epoch = done;
    batch = stepsOfNext;
    order = new int[0];
    sums = sumsOfNext;
  }

  /** Sums of no step yet; counts what the policy may do: {@code skipped}, {@code rolled-back}. */
  private MetricSums none() {
    MetricSums empty = new MetricSums();
    if (recovery.skips()) {
      empty.count(Quantities.SKIPPED, 0);
    }
    if (recovery.rollsBack()) {
      empty.count(Quantities.ROLLED_BACK, returns);
    }
    return empty;
  }

  /**
   * The last whole epoch's means over training examples: the bound, such as {@code train/elbo},
   * and, where the estimator knows them, {@code train/rate} and {@code train/distortion}; as the
   * parameters were at each step. Where the policy skips or rolls back, the steps skipped in the
   * epoch as {@code train/skipped}, the returns to its start as {@code train/rolled-back}.
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

  /**
   * Puts the model at the parameters that it is evaluated at, calibrated there, until the result is
   * closed; once training is {@linkplain #settle settled} it is there.
   */
  public EvaluatedParameters evaluated() {
    if (settled) {
      return EvaluatedParameters.own(List.of());
    }
    calibration.apply();
    List<Parameter> parameters = model.parameters().list();
    SortedMap<String, NdArray> values = callbacks.evaluated(parameters);
    EvaluatedParameters evaluated = new EvaluatedParameters(parameters, values);
    if (!values.isEmpty()) {
      calibration.apply();
    }
    return evaluated;
  }

  @Override
  public void atEvaluated(Runnable reading) {
    try (var _ = EvaluatedParameters.own(model.parameters().list());
        var _ = evaluated()) {
      reading.run();
    }
  }

  @Override
  public void show(int most, Consumer<Shown> to) {
    atEvaluated(() -> showcase.show(most, to));
  }

  /**
   * Puts the model for good at the parameters that stay at the end of training: those that it is
   * evaluated at after the last epoch, or those of an earlier one that a callback keeps.
   */
  public void settle() {
    List<Parameter> parameters = model.parameters().list();
    kept = callbacks.kept(parameters);
    if (kept.isEmpty()) {
      evaluated();
    } else {
      SortedMap<String, NdArray> values = kept.get().kept().parameters();
      parameters.forEach(parameter -> parameter.value().set(values.get(parameter.name())));
    }
    settled = true;
  }

  /** The callback whose kept parameters of an earlier epoch stay; empty where the last one's do. */
  public Optional<Callbacks.Return> kept() {
    return kept.filter(it -> it.kept().epoch() < epoch);
  }

  @Override
  public Model model() {
    return model;
  }

  /** Called between steps. */
  public Callbacks callbacks() {
    return callbacks;
  }

  /** Whether training has ended: after its last epoch, or where a callback asked for it. */
  public boolean hasEnded() {
    return epoch == epochs || batch == 0 && callbacks.stop().isPresent();
  }

  /** What ended training before its last epoch; empty where nothing did. */
  public Optional<Stop> stop() {
    return callbacks.stop().filter(_ -> epoch < epochs);
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public long step() {
    return step;
  }

  @Override
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

  /**
   * Whether the run may go on later from here: between any two steps, or between two epochs where
   * the policy may go back to the start of one and has not just done so.
   */
  public boolean mayPause() {
    return !recovery.rollsBack() || batch == 0 && returns == 0;
  }

  public Position position() {
    return new Position(epoch, batch, sums.sums(), callbacks.state());
  }

  /**
   * Continues from a position with the optimiser's state there.
   *
   * @throws IllegalArgumentException where an epoch has no such step
   */
  public void resume(Position position, SortedMap<String, NdArray> optimizerState) {
    if (position.batch() >= batches.count()) {
      throw new IllegalArgumentException(
          "expected a step below %d of an epoch, got %d"
              .formatted(batches.count(), position.batch()));
    }
    MetricSums before = position.batch() == 0 ? none() : new MetricSums(position.sums());
    begin(position.epoch(), position.batch(), before);
    step = (long) epoch * batches.count() + batch;
    callbacks.restore(position.callbacks());
    training.optimizer().restore(recovery.without(optimizerState));
    training.rateFactor(recovery.rateFactor());
  }

  @Override
  public void close() {
    training.close();
  }
}
