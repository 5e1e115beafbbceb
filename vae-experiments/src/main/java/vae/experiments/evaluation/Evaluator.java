package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.core.distribution.MisfitException;
import vae.data.source.Examples;

/**
 * A trained model on the examples of one part, as a metric sees it.
 *
 * <p>All noise is keyed by the metric, the draw and the example, so that results depend on nothing
 * else.
 */
public final class Evaluator {

  /** Draws and steps that show whether a metric fits a model. */
  private static final int FEW = 2;

  private final HeldOutEvaluator heldOut;
  private final Key key;
  private final int draws;
  private final int limit;
  private final int[] places;
  private final Chunks chunks;

  /**
   * @param metric names the noise: two metrics draw independently
   * @param draws R ≥ 1
   * @param limit the most examples that are visited: below N the metric is only tried out
   */
  Evaluator(HeldOutEvaluator heldOut, String metric, int draws, int limit) {
    this(heldOut, heldOut.streams().evaluation().fold("metric " + metric), draws, limit);
  }

  private Evaluator(HeldOutEvaluator heldOut, Key key, int draws, int limit) {
    this(heldOut, key, draws, limit, IntStream.range(0, Math.min(limit, heldOut.size())).toArray());
  }

  private Evaluator(HeldOutEvaluator heldOut, Key key, int draws, int limit, int[] places) {
    this.heldOut = heldOut;
    this.key = key;
    this.draws = draws;
    this.limit = limit;
    this.places = places;
    chunks = new Chunks(heldOut, (from, n) -> heldOut.batch(places, from, n), key, places.length);
  }

  /** N, the number of examples that are visited. */
  public int size() {
    return chunks.size();
  }

  /** R, the independent draws that the spec's {@code evaluation.draws} asks for; 1 in training. */
  public int draws() {
    return draws;
  }

  /**
   * The number of samples, steps or examples that a costly metric takes where its spec says {@code
   * wanted}: all of them, or {@value #FEW} while it is only tried out before training.
   */
  public int affordable(int wanted) {
    return limit == Integer.MAX_VALUE ? wanted : Math.min(wanted, FEW);
  }

  /** A key of the metric's own, for noise that belongs to no example. */
  public Key key(String purpose) {
    return key.fold(purpose);
  }

  /**
   * What −log p(x) in nats is multiplied by for bits per dimension that is known; empty where log
   * p(x) is a density and not a mass.
   */
  public OptionalDouble bitsPerNat() {
    return heldOut.bitsPerNat(knownPerExample());
  }

  /** How many values of the i-th visited example are known. */
  int known(int i) {
    return examples().knownCount(places[i]);
  }

  /** Known values of a visited example in the mean: d where none is missing. */
  double knownPerExample() {
    return IntStream.range(0, places.length).mapToDouble(this::known).average().orElse(0);
  }

  /**
   * Refuses a part with missing values.
   *
   * @param reason the end of a sentence that begins with the metric
   * @throws MisfitException where a value is missing
   */
  public void requireComplete(String reason) {
    if (examples().incomplete()) {
      throw new MisfitException(
          reason + ", and some are missing",
          "Leave the metric out, or let values be missing in training alone.");
    }
  }

  /** The part's examples, of which all or some are visited: labels and identities. */
  public Examples examples() {
    return heldOut.examples();
  }

  /** The examples with the model on them. */
  public Chunks chunks() {
    return chunks;
  }

  /** The first examples alone, at most {@code n}. */
  public Evaluator first(int n) {
    return with(Arrays.copyOf(places, Math.min(n, places.length)));
  }

  /** A keyed choice of the examples, in their order; all of them where there are fewer. */
  public Evaluator some(int n) {
    return some("examples", n);
  }

  /** A choice that is independent of those for other purposes. */
  Evaluator some(String purpose, int n) {
    if (n >= places.length) {
      return this;
    }
    int[] chosen = Permutation.of(key.fold(purpose), places.length);
    return with(Arrays.stream(chosen).limit(n).sorted().map(i -> places[i]).toArray());
  }

  private Evaluator with(int[] some) {
    return new Evaluator(heldOut, key, draws, limit, some);
  }

  /** Where the visited examples stand in the part, [{@link #size}]; not copied. */
  int[] places() {
    return places;
  }

  /**
   * Values of the visited examples, put to their places in the part: [N], NaN for the others.
   *
   * @param each [{@link #size}]
   */
  public double[] inPart(double[] each) {
    double[] all = new double[Math.min(limit, heldOut.size())];
    Arrays.fill(all, Double.NaN);
    for (int i = 0; i < each.length; i++) {
      all[places[i]] = each[i];
    }
    return all;
  }

  /**
   * Visits all examples; nothing is differentiated.
   *
   * @param draw a number ≥ 0: the noise of another draw is independent
   */
  public void forEachChunk(int draw, Chunks.Visitor visitor) {
    chunks.forEach(draw, HeldOutEvaluator.CHUNK, visitor);
  }

  /**
   * Examples drawn from the model, with the z of each.
   *
   * @param n N ≥ 1; the noise of an example does not depend on it
   */
  public Simulated simulated(int n) {
    return Simulated.of(heldOut, key.fold("simulated"), affordable(n));
  }

  /**
   * The same model on the training part, with noise of its own.
   *
   * @throws IllegalStateException where the part was not given, as for a model made by hand
   */
  public Evaluator training() {
    HeldOutEvaluator part =
        heldOut
            .training()
            .orElseThrow(
                () -> new IllegalStateException("the training part was not given with the model"));
    return new Evaluator(part, key.fold("training"), draws, limit);
  }
}
