package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.LogRatio;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.core.model.Estimate;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.training.Streams;

/**
 * Evaluates a model on examples that it was not trained on.
 *
 * <p>Nothing is differentiated. Examples are taken in the order of their part in chunks of fixed
 * size, so results do not depend on memory or threads.
 */
public final class HeldOut implements AutoCloseable {

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
  private final Streams streams;
  private final BatchSource source;
  private final int[] order;
  private final Key binarized;
  private final Tape tape;

  /** For the examples of one part. */
  public HeldOut(
      Model model,
      Examples examples,
      Binarization binarization,
      Streams streams,
      DType type,
      KernelSet kernels) {
    this.model = model;
    this.streams = streams;
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
    for (int from = 0; from < limit; from += size) {
      int count = Math.min(size, limit - from);
      Batch batch = source.gather(order, from, count, binarized);
      tape.reset();
      visitor.chunk(model.on(tape, batch), key.rows(batch.identities()), from, count);
    }
  }

  /**
   * The means over all examples of the ELBO and its parts, and of the estimator's own bound where
   * that is another, with one draw of the noise.
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
    SortedMap<String, Moments> moments = new TreeMap<>();
    Optional<Quantity> own = model.estimator().claim().ownBound();
    for (int draw = 0; draw < draws; draw++) {
      forEachChunk(
          streams.evaluation().fold(draw),
          CHUNK,
          order.length,
          (on, rows, from, count) -> {
            EvidenceBound elbo = EvidenceBound.of(on.generative(), on.posterior(), on.x(), rows);
            moments(moments, Quantity.ELBO).add(from, elbo.value());
            moments(moments, Quantity.RATE).add(from, elbo.rate());
            moments(moments, Quantity.DISTORTION).add(from, elbo.distortion());
            if (own.isPresent()) {
              Key noise = rows.fold(own.get().name());
              Estimate estimate = on.estimate(model.estimator().at(1), noise);
              estimate
                  .bound()
                  .ifPresent(b -> moments(moments, own.get()).add(from, b.perExample()));
            }
          });
    }
    SortedMap<String, Measured> measured = new TreeMap<>();
    moments.forEach((name, m) -> measured.put(prefix + name, m.measured(draws)));
    return measured;
  }

  private Moments moments(SortedMap<String, Moments> all, Quantity quantity) {
    return all.computeIfAbsent(quantity.name(), _ -> new Moments(order.length));
  }

  /**
   * Variance over the examples of each coordinate of the posterior mean, [m]: a unit is active
   * above 0.01. Source: Burda et al. (2016), section 5.
   */
  public double[] posteriorMeanVariance() {
    double[][] means = posteriorMeans(order.length);
    int m = means.length == 0 ? 0 : means[0].length;
    double[] variance = new double[m];
    for (int j = 0; j < m; j++) {
      double sum = 0;
      for (double[] mean : means) {
        sum += mean[j];
      }
      double centre = sum / means.length;
      double squares = 0;
      for (double[] mean : means) {
        squares += (mean[j] - centre) * (mean[j] - centre);
      }
      variance[j] = squares / means.length;
    }
    return variance;
  }

  /** Posterior means of the first examples: [limit][m]. */
  public double[][] posteriorMeans(int limit) {
    double[][] means = new double[limit][];
    forEachChunk(
        streams.evaluation(),
        CHUNK,
        limit,
        (on, rows, from, count) -> {
          double[] flat = on.posterior().mean().toArray().toDoubles();
          int m = flat.length / count;
          for (int i = 0; i < count; i++) {
            means[from + i] = Arrays.copyOfRange(flat, i * m, (i + 1) * m);
          }
        });
    return means;
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
    ImportanceSampled result = new ImportanceSampled(order.length, samples);
    int chunk = Math.min(samples, CHUNK_SAMPLES);
    int size = DECODER_ROWS / chunk;
    for (int from = 0; from < order.length; from += size) {
      int count = Math.min(size, order.length - from);
      Batch batch = source.gather(order, from, count, binarized);
      Key rows = streams.likelihood().rows(batch.identities());
      ImportanceWeights[] weights = new ImportanceWeights[count];
      Arrays.setAll(weights, i -> new ImportanceWeights());
      for (int done = 0; done < samples; done += chunk) {
        int now = Math.min(chunk, samples - done);
        double[] logWeights = logWeights(batch, now, rows.fold(done));
        for (int i = 0; i < now * count; i++) {
          weights[i % count].add(logWeights[i]);
        }
      }
      for (int i = 0; i < count; i++) {
        result.set(from + i, weights[i]);
      }
    }
    return result;
  }

  /** log p(x, z) − log q(z | x) of fresh samples, [samples, count]. */
  private double[] logWeights(Batch batch, int samples, Key key) {
    tape.reset();
    ModelOnBatch on = model.on(tape, batch);
    Posterior q = on.posterior();
    Tensor z = q.sample(samples, key);
    GenerativeModel p = on.generative();
    return p.likelihood(z).logProb(on.x()).add(LogRatio.of(p.prior(), q, z)).toArray().toDoubles();
  }

  /** The sum over examples of what the function gives for a chunk: [*] for x [count, d]. */
  double[] total(BiFunction<GenerativeModel, Posterior, Tensor> function) {
    double[][] sum = new double[1][];
    forEachChunk(
        streams.evaluation(),
        CHUNK,
        order.length,
        (on, rows, from, count) -> {
          Tensor summed = function.apply(on.generative(), on.posterior()).sum(Distribution.SAMPLE);
          double[] part = summed.toArray().toDoubles();
          if (sum[0] == null) {
            sum[0] = new double[part.length];
          }
          for (int i = 0; i < part.length; i++) {
            sum[0][i] += part[i];
          }
        });
    return sum[0];
  }

  Tape tape() {
    return tape;
  }

  Model model() {
    return model;
  }

  Examples examples() {
    return source.examples();
  }

  Streams streams() {
    return streams;
  }

  @Override
  public void close() {
    tape.close();
  }
}
