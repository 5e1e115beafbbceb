package vae.experiments.imputation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.model.Batch;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.ImportanceWeights;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * The missing values of a batch given its known ones, by self-normalised importance sampling from
 * the encoder's posterior.
 *
 * <p>\[ \mathbb E[h(x_{\mathrm{mis}}) \mid x_{\mathrm{obs}}] \approx \sum_{k=1}^K \bar w_k\,
 * \mathbb E[h(x_{\mathrm{mis}}) \mid z_k], \qquad w_k = \frac{p(x_{\mathrm{obs}}, z_k)}{q(z_k \mid
 * x_{\mathrm{obs}})}, \quad \bar w_k = \frac{w_k}{\sum_l w_l}, \quad z_k \sim q \]
 *
 * <p>Exact as K grows, and biased by O(1/K). Where an example's effective sample size is below
 * {@value ImportanceSampled#POOR}, or the tail of its weights is heavy, {@link #warning} says so,
 * and so does the log: take more samples, or train an encoder that knows its data better.
 *
 * <pre>{@code
 * Imputation imputation = Imputation.of(model, batch, 1000, key, kernels);
 * NdArray single = imputation.mean();       // [B, d], the known values as they are
 * NdArray completed = imputation.draws(20); // [20, B, d], 20 data sets to analyse and pool
 * }</pre>
 *
 * <p>The noise of an example is keyed by its identity: neither the batch nor its order changes what
 * is imputed. Values are missing at random, or the model's answer is biased. Source: Mattei and
 * Frellsen (2019), section 3.
 */
public final class Imputation {

  /** Samples in a pass, whatever K: part of the definition, as they share a key. */
  private static final int CHUNK = 250;

  private static final Logger LOG = LogManager.getLogger(Imputation.class);

  private final Model model;
  private final KernelSet kernels;
  private final Batch batch;
  private final Key key;
  private final int samples;

  /** \(z_k\), [K, B, m]. */
  private final double[] z;

  /** \(\bar w_k\), [B][K]. */
  private final double[][] weights;

  /** Of the weights before they were normalised. */
  private final ImportanceSampled sampled;

  private Imputation(Model model, Batch batch, int samples, Key key, KernelSet kernels) {
    this.model = model;
    this.kernels = kernels;
    this.batch = batch;
    this.key = key.rows(batch.identities());
    this.samples = samples;
    weights = new double[examples()][samples];
    sampled = new ImportanceSampled(examples(), samples);
    z = draw();
    for (int b = 0; b < weights.length; b++) {
      ImportanceWeights each = new ImportanceWeights(samples);
      Arrays.stream(weights[b]).forEach(each::add);
      sampled.set(b, each);
      normalise(weights[b]);
    }
    warning().ifPresent(LOG::warn);
  }

  /**
   * Draws and weighs samples of z.
   *
   * @param batch not copied: it must stay as it is while the imputation is in use
   * @param samples K ≥ 1 for each example; K · B · m numbers are kept
   * @throws IllegalArgumentException where the batch does not say what is known, or K is below 1
   */
  public static Imputation of(Model model, Batch batch, int samples, Key key, KernelSet kernels) {
    if (batch.observed().isEmpty()) {
      throw new IllegalArgumentException("batch: expected a mask of what is known, got none");
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples: expected at least 1, got " + samples);
    }
    return new Imputation(model, batch, samples, key, kernels);
  }

  /** What is done with samples {@code from} to {@code from + count}. */
  @FunctionalInterface
  private interface Visitor {
    void chunk(ModelOnBatch on, int from, int count);
  }

  private void forEachChunk(Visitor visitor) {
    try (Tape tape = tape()) {
      for (int from = 0; from < samples; from += CHUNK) {
        tape.reset();
        visitor.chunk(model.on(tape, batch), from, Math.min(CHUNK, samples - from));
      }
    }
  }

  private Tape tape() {
    Tape tape = Tape.of(kernels, batch.x().type());
    tape.differentiate(false);
    return tape;
  }

  private double[] draw() {
    double[][] all = new double[1][];
    forEachChunk(
        (on, from, count) -> {
          Draws draws = on.posterior().draw(count, key.fold(from));
          double[] logWeights = on.generative().logWeights(on.x(), draws).toArray().toDoubles();
          for (int i = 0; i < logWeights.length; i++) {
            weights[i % examples()][from + i / examples()] = logWeights[i];
          }
          double[] chunk = draws.z().toArray().toDoubles();
          if (all[0] == null) {
            all[0] = new double[Math.multiplyExact(samples, chunk.length / count)];
          }
          System.arraycopy(chunk, 0, all[0], from * (chunk.length / count), chunk.length);
        });
    return all[0];
  }

  /** From log weights to weights that sum to 1. */
  private static void normalise(double[] weights) {
    double most = Double.NEGATIVE_INFINITY;
    for (double weight : weights) {
      most = Math.max(most, weight);
    }
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      weights[k] = StrictMath.exp(weights[k] - most);
      sum += weights[k];
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] /= sum;
    }
  }

  private int examples() {
    return batch.identities().length;
  }

  private int latent() {
    return z.length / samples / Math.max(1, examples());
  }

  /** \(1 / \sum_k \bar w_k^2\) of each example, from 1 to K, [B]. */
  public double[] effectiveSizes() {
    return sampled.effectiveSizes();
  }

  /** Pareto k̂ of each example's largest weights, [B]; NaN where it cannot be had. */
  public double[] shapes() {
    return sampled.shapes();
  }

  /**
   * Which examples have too few effective samples, or weights with too heavy a tail, and a fix;
   * empty where none has.
   */
  public Optional<String> warning() {
    int[] incomplete = IntStream.range(0, examples()).filter(this::incomplete).toArray();
    return new Reliability(sampled, incomplete).warning();
  }

  private boolean incomplete(int example) {
    int d = batch.x().shape().extent(1);
    return IntStream.range(example * d, (example + 1) * d).anyMatch(i -> !known(i));
  }

  /** x with the conditional mean of what is missing, [B, d]. */
  public NdArray mean() {
    return estimate().mean();
  }

  /**
   * The conditional mean, and how far K samples determine it.
   *
   * @param mean [B, d]; known values as they are
   * @param standardError \(\bigl(\sum_k \bar w_k^2 (f_k - \bar f)^2\bigr)^{1/2}\) of the means
   *     \(f_k = \mathbb E[x \mid z_k]\), [B, d]; 0 where x is known, and NaN where an example has
   *     fewer than {@value ImportanceSampled#POOR} effective samples: with one, the sum is 0
   */
  public record Estimate(NdArray mean, NdArray standardError) {}

  /** Two passes over the samples: means, then their scatter about the mean. */
  public Estimate estimate() {
    double[] mean = new double[batch.x().shape().size()];
    double[] squares = new double[mean.length];
    forEachMean((i, weight, value) -> mean[i] += weight * value);
    forEachMean(
        (i, weight, value) ->
            squares[i] += weight * weight * (value - mean[i]) * (value - mean[i]));
    NdArray means = batch.x().copy();
    NdArray errors = NdArray.zeros(batch.x().type(), batch.x().shape());
    double[] effective = effectiveSizes();
    int d = batch.x().shape().extent(1);
    for (int i = 0; i < mean.length; i++) {
      if (!known(i)) {
        means.set(i, mean[i]);
        boolean measured = effective[i / d] >= ImportanceSampled.POOR;
        errors.set(i, measured ? Math.sqrt(squares[i]) : Double.NaN);
      }
    }
    return new Estimate(means, errors);
  }

  private boolean known(int i) {
    return batch.observed().orElseThrow().get(i) != 0;
  }

  /** What is done with a coordinate of the mean at a sample. */
  @FunctionalInterface
  private interface AtSample {
    void add(int i, double weight, double value);
  }

  private void forEachMean(AtSample each) {
    int width = examples() * latent();
    int size = batch.x().shape().size();
    int d = batch.x().shape().extent(1);
    forEachChunk(
        (on, from, count) -> {
          double[] chunk = new double[count * width];
          System.arraycopy(z, from * width, chunk, 0, chunk.length);
          Shape shape = Shape.of(count, examples(), latent());
          Tensor at = on.x().tape().constant(shape, chunk);
          NdArray means = on.generative().likelihood(at).mean().toArray(); // [count, B, d]
          for (int i = 0; i < means.shape().size(); i++) {
            each.add(i % size, weights[i % size / d][from + i / size], means.get(i));
          }
        });
  }

  /**
   * Completed data sets: draws of what is missing given what is known, by sampling importance
   * resampling: z is chosen among the samples by weight, then \(x_{\mathrm{mis}} \sim
   * p(x_{\mathrm{mis}} \mid z)\).
   *
   * @param imputations M ≥ 1; they are alike where the effective size is not well above M
   * @return [M, B, d]; known values as they are, and NaN where no sample has a weight
   */
  public NdArray draws(int imputations) {
    int b = examples();
    int m = latent();
    double[] chosen = new double[imputations * b * m];
    float[] uniform = new float[imputations];
    int[] block = new int[4];
    for (int i = 0; i < b; i++) {
      Noise.uniform(
          key.fold("resampling"), batch.identities()[i], 0, uniform, 0, imputations, block);
      for (int draw = 0; draw < imputations; draw++) {
        int k = index(weights[i], uniform[draw]);
        System.arraycopy(z, (k * b + i) * m, chosen, (draw * b + i) * m, m);
      }
    }
    try (Tape tape = tape()) {
      ModelOnBatch on = model.on(tape, batch);
      Tensor at = tape.constant(Shape.of(imputations, b, m), chosen);
      NdArray drawn = on.generative().likelihood(at).draw(1, key.fold("x")).z().toArray();
      NdArray completed = NdArray.zeros(drawn.type(), batch.x().shape().prepend(imputations));
      int size = batch.x().shape().size();
      double[] effective = effectiveSizes();
      for (int i = 0; i < completed.shape().size(); i++) {
        boolean weighed = !Double.isNaN(effective[i % size / (size / b)]);
        double missing = weighed ? drawn.get(i) : Double.NaN;
        completed.set(i, known(i % size) ? batch.x().get(i % size) : missing);
      }
      return completed;
    }
  }

  /** The sample that a uniform number in [0, 1) chooses. */
  private static int index(double[] weights, double uniform) {
    double sum = 0;
    int last = 0;
    for (int k = 0; k < weights.length; k++) {
      if (weights[k] > 0) {
        last = k;
        sum += weights[k];
        if (uniform < sum) {
          return k;
        }
      }
    }
    return last; // the weights sum to 1 up to rounding
  }
}
