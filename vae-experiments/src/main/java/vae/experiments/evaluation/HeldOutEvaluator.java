package vae.experiments.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMean;
import vae.core.distribution.Kl;
import vae.core.distribution.Observation;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.core.model.Bound;
import vae.core.model.Estimate;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.quantity.Quantities;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.training.RandomStreams;

/**
 * Evaluates a model on examples that it was not trained on.
 *
 * <p>Nothing is differentiated. Examples are taken in the order of their part in chunks of fixed
 * size, so results do not depend on memory or threads.
 */
public final class HeldOutEvaluator implements AutoCloseable {

  /** Examples a chunk. */
  public static final int CHUNK = 250;

  /**
   * Rows that the decoder takes at once while likelihoods are estimated, whatever the number of
   * samples: what bounds memory, and small enough for its layers to stay in the caches. It is part
   * of the estimate's definition, as the noise of a chunk depends on where the chunk begins.
   */
  public static final int DECODER_ROWS = 1000;

  /** Importance samples of an example in a chunk: more of them share one pass of the encoder. */
  public static final int CHUNK_SAMPLES = 250;

  private final Model model;
  private final RandomStreams streams;
  private final BatchSource source;
  private final KernelSet kernels;
  private final Optional<HeldOutEvaluator> training;
  private final int[] order;
  private final Key binarized;
  private final Tape tape;
  private boolean visiting;

  /** For the examples of one part, and no metric that looks at the training part. */
  public HeldOutEvaluator(
      Model model,
      Examples examples,
      Binarization binarization,
      RandomStreams streams,
      DType type,
      KernelSet kernels) {
    this(model, examples, Optional.empty(), binarization, streams, type, kernels);
  }

  /**
   * For the examples of one part.
   *
   * @param training the part that the model was trained on, for metrics that compare with it
   */
  public HeldOutEvaluator(
      Model model,
      Examples examples,
      Optional<Examples> training,
      Binarization binarization,
      RandomStreams streams,
      DType type,
      KernelSet kernels) {
    this.model = model;
    this.streams = streams;
    this.kernels = kernels;
    this.training =
        training.map(it -> new HeldOutEvaluator(model, it, binarization, streams, type, kernels));
    source = new BatchSource(examples, binarization, type, kernels);
    binarized = binarization.heldOut(streams.heldOutBinarization());
    order = new int[examples.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    tape = Tape.of(kernels, type);
    tape.differentiate(false);
  }

  /** Number of examples. */
  public int size() {
    return order.length;
  }

  /** What is done with the model on a chunk, and the key of its rows. */
  @FunctionalInterface
  interface Visitor {
    void chunk(ModelOnBatch on, Key rows, int from, int count);
  }

  void forEachChunk(Key key, int size, int limit, Visitor visitor) {
    forEachChunk(this::batch, key, size, limit, visitor);
  }

  /** The same for examples from elsewhere. */
  void forEachChunk(Batches batches, Key key, int size, int limit, Visitor visitor) {
    if (visiting) {
      throw new IllegalStateException(
          "chunks are visited one after another: a visit within one would end its tensors");
    }
    visiting = true;
    Model settled = limit > size ? model.settled(tape) : model;
    try {
      for (int from = 0; from < limit; from += size) {
        int count = Math.min(size, limit - from);
        Batch batch = batches.of(from, count);
        tape.reset();
        visitor.chunk(settled.on(tape, batch), key.rows(batch.identities()), from, count);
      }
    } finally {
      visiting = false;
    }
  }

  /** Where the batches of chunks come from. */
  @FunctionalInterface
  interface Batches {

    /** Examples {@code from} to {@code from + count}; the arrays may be used again by the next. */
    Batch of(int from, int count);
  }

  /** Examples of the part, in its order. */
  Batch batch(int from, int count) {
    return batch(order, from, count);
  }

  /**
   * Chosen examples.
   *
   * @param places in the part; {@code from} counts these
   */
  Batch batch(int[] places, int from, int count) {
    return source.gather(places, from, count, binarized);
  }

  /**
   * The means over all examples of the ELBO and its parts, and of the estimator's own bound and
   * parts where those are others, with one draw of the noise.
   *
   * @param prefix put before each name, such as {@code test/}
   */
  public SortedMap<String, Double> means(String prefix) {
    SortedMap<String, Double> means = new TreeMap<>();
    measure(prefix, 1).forEach((name, measured) -> means.put(name, measured.value()));
    return means;
  }

  /**
   * The same means over several independent draws, each with its Monte-Carlo standard error: the
   * error that more draws would make smaller, not the spread over examples or training seeds.
   *
   * @param draws R ≥ 1; with 1 the error is not measured
   */
  public SortedMap<String, Measured> measure(String prefix, int draws) {
    SortedMap<String, Measured> measured = new TreeMap<>();
    moments(draws).forEach((name, m) -> measured.put(prefix + name, m.measured(draws)));
    return measured;
  }

  /** The moments over draws behind {@link #measure}, by the name of the quantity. */
  SortedMap<String, Moments> moments(int draws) {
    SortedMap<String, Moments> moments = new TreeMap<>();
    List<Quantity> own = model.estimator().claim().own();
    for (int draw = 0; draw < draws; draw++) {
      forEachChunk(
          streams.evaluation().fold(draw),
          CHUNK,
          order.length,
          (on, rows, from, count) -> {
            Estimate elbo = EvidenceBound.of(on.generative(), on.posterior(), on.x(), rows);
            elbo.bound().ifPresent(b -> moments(moments, Quantity.ELBO).add(from, b.perExample()));
            elbo.rate().ifPresent(r -> moments(moments, Quantity.RATE).add(from, r));
            elbo.distortion().ifPresent(d -> moments(moments, Quantity.DISTORTION).add(from, d));
            if (!own.isEmpty()) {
              Key noise = rows.fold(own.getFirst().name());
              Estimate estimate = on.estimate(model.estimator().at(1), noise);
              own.forEach(
                  it -> values(estimate, it).ifPresent(v -> moments(moments, it).add(from, v)));
            }
          });
    }
    return moments;
  }

  private Optional<Tensor> values(Estimate estimate, Quantity own) {
    return model.estimator().claim().ownBound().filter(own::equals).isPresent()
        ? estimate.bound().map(Bound::perExample)
        : Optional.ofNullable(estimate.parts().get(own));
  }

  private Moments moments(SortedMap<String, Moments> all, Quantity quantity) {
    return all.computeIfAbsent(quantity.name(), _ -> new Moments(order.length));
  }

  /**
   * Variance over the examples of each coordinate of the posterior mean, [m]: a unit is active
   * above 0.01. Means that are drawn are drawn twice: the covariance of two independent halves has
   * no share of their noise, which the variance of either would have. Source: Burda et al. (2016),
   * section 5.
   */
  public double[] posteriorMeanVariance() {
    return posteriorMeanVariance(posteriorMeans(order.length));
  }

  /**
   * The same of known means.
   *
   * @param means of all examples
   */
  double[] posteriorMeanVariance(PosteriorMeans means) {
    return means.exact()
        ? means.covariance(means)
        : means.covariance(posteriorMeans(order.length, streams.evaluation().fold("other half")));
  }

  /**
   * Draws of z for each example behind what the model has no closed form of; empty where it has
   * all.
   *
   * @param draws of {@link #measure}
   */
  Map<Quantity, Integer> drawsBehind(int draws) {
    Map<Quantity, Integer> drawn = new LinkedHashMap<>();
    forEachChunk(
        streams.evaluation(),
        1,
        Math.min(1, order.length),
        (on, rows, from, count) -> {
          Posterior q = on.posterior();
          if (Kl.find(q, on.generative().prior()).isEmpty()) {
            drawn.put(Quantities.RATE_DRAWS, draws);
          }
          if (!(q instanceof HasMean)) {
            drawn.put(Quantities.MEAN_DRAWS, 2 * PosteriorMoments.DRAWS);
          }
        });
    return drawn;
  }

  /** Posterior means of the first examples. */
  public PosteriorMeans posteriorMeans(int limit) {
    return posteriorMeans(limit, streams.evaluation());
  }

  private PosteriorMeans posteriorMeans(int limit, Key key) {
    double[][] means = new double[limit][];
    boolean[] exact = {true};
    forEachChunk(
        key,
        CHUNK,
        limit,
        (on, rows, from, count) -> {
          Posterior q = on.posterior();
          exact[0] &= q instanceof HasMean;
          double[][] chunk = PosteriorMoments.mean(q, rows).toArray().toRows();
          System.arraycopy(chunk, 0, means, from, count);
        });
    return new PosteriorMeans(means, exact[0]);
  }

  /**
   * The negative log-likelihood of each example by importance sampling from the posterior.
   *
   * <p>\[ -\log \frac1K \sum_{k=1}^K \frac{p(x, z_k)}{q(z_k \mid x)}, \qquad z_k \sim q(z \mid x)
   * \]
   *
   * <p>An upper bound on −log p(x) in expectation, tighter with K. Samples are taken in chunks of
   * at most {@value #DECODER_ROWS} rows and added up as they come, so that memory does not grow
   * with K. The effective sample size \((\sum w)^2 / \sum w^2\) beside it says how far to trust it:
   * near 1, one sample carries the estimate, and log p(x) is likely higher. Source: Burda et al.
   * (2016), section 5.
   *
   * @param samples K ≥ 1
   */
  public ImportanceSampled negativeLogLikelihood(int samples) {
    return importanceSampled(this::batch, streams.likelihood(), order.length, samples);
  }

  /** The same of examples from elsewhere, the first {@code limit} of them. */
  ImportanceSampled importanceSampled(Batches batches, Key key, int limit, int samples) {
    return ImportanceSampler.sample(model.settled(tape), tape, batches, key, limit, samples);
  }

  /**
   * \(1 / (d \log 2)\), what −log p(x) in nats is multiplied by for bits per dimension; empty where
   * x is not discrete, so that log p(x) is a density, or where there are no examples.
   *
   * @param known d, or the known values of an example in the mean
   */
  OptionalDouble bitsPerNat(double known) {
    OptionalDouble[] bits = {OptionalDouble.empty()};
    forEachChunk(
        streams.evaluation(),
        1,
        Math.min(1, order.length),
        (on, rows, from, count) -> {
          Observation x = on.generative().likelihood(on.posterior().draw(1, rows).z());
          if (x.isDiscrete()) {
            bits[0] = OptionalDouble.of(1 / (known * StrictMath.log(2)));
          }
        });
    return bits[0];
  }

  /** What is added up over chunks: [count, *], or nothing. */
  @FunctionalInterface
  interface PerExample {
    Optional<Tensor> of(GenerativeModel p, Posterior q, Key rows);
  }

  /** The sum over examples, [*]; empty where the function gives nothing. */
  Optional<double[]> total(PerExample function) {
    double[][] sum = new double[1][];
    forEachChunk(
        streams.evaluation(),
        CHUNK,
        order.length,
        (on, rows, from, count) -> {
          Optional<Tensor> values = function.of(on.generative(), on.posterior(), rows);
          if (values.isPresent()) {
            double[] part = values.get().sum(Distribution.SAMPLE).toArray().toDoubles();
            if (sum[0] == null) {
              sum[0] = new double[part.length];
            }
            for (int i = 0; i < part.length; i++) {
              sum[0][i] += part[i];
            }
          }
        });
    return Optional.ofNullable(sum[0]);
  }

  Tape tape() {
    return tape;
  }

  /** The training part; empty where it was not given. */
  Optional<HeldOutEvaluator> training() {
    return training;
  }

  KernelSet kernels() {
    return kernels;
  }

  Model model() {
    return model;
  }

  Examples examples() {
    return source.examples();
  }

  RandomStreams streams() {
    return streams;
  }

  @Override
  public void close() {
    training.ifPresent(HeldOutEvaluator::close);
    tape.close();
  }
}
