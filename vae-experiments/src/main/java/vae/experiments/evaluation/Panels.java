package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.Kl;
import vae.core.distribution.LayeredDensity;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.data.source.Examples;

/**
 * The arrays behind a report's pictures.
 *
 * <p>{@code originals}, NaN where a value is missing, and {@code reconstructions} [n, d]; {@code
 * samples} [n, d], likelihood means at draws from the prior; {@code rate_per_dimension} [m], nats;
 * {@code latent_means} [N, m] and {@code latent_labels} [N]; {@code traversal} [rows, columns, d],
 * one latent coordinate a row from −3 to 3 while the others are 0.
 *
 * <p>Of a conditional model, samples take turns through the classes, or through the conditions of
 * the first examples, and the traversal has the condition of the example nearest to its centre.
 * Under a prior that takes the condition, it goes from −3 to 3 deviations about the prior's mean;
 * so it does in the lower of two layers, about its mean given the upper, which goes along where the
 * upper is moved.
 */
public final class Panels {

  private static final int PAIRS = 20;
  private static final int SAMPLES = 60;
  private static final int CONDITIONS = 20;
  private static final int SCATTER = 2000;
  private static final int TRAVERSED = 8;
  private static final int STOPS = 11;
  private static final double REACH = 3;

  private Panels() {}

  /** Computes all of them; F64 arrays but for the labels, which are in {@link #labels}. */
  public static SortedMap<String, NdArray> of(HeldOutEvaluator heldOut) {
    SortedMap<String, NdArray> panels = new TreeMap<>();
    Tape tape = heldOut.tape();
    heldOut.forEachChunk(
        heldOut.streams().pictures(),
        PAIRS,
        Math.min(PAIRS, heldOut.size()),
        (on, rows, from, count) -> {
          Tensor missing = tape.scalar(Double.NaN);
          panels.put(
              "originals",
              on.observed().map(it -> on.x().where(it, missing)).orElse(on.x()).toArray());
          Tensor z = PosteriorMoments.mean(on.posterior(), rows);
          panels.put("reconstructions", on.generative().likelihood(z).mean().toArray());
        });
    Optional<double[]> rate = ratePerDimension(heldOut);
    rate.ifPresent(r -> panels.put("rate_per_dimension", NdArray.of(Shape.of(r.length), r)));
    panels.put("latent_means", matrix(heldOut.posteriorMeans(scatterSize(heldOut)).of()));
    tape.reset();
    panels.put("samples", samples(heldOut).toArray());
    panels.put(
        "traversal",
        traversal(
            heldOut, rate.orElseGet(heldOut::posteriorMeanVariance), panels.get("latent_means")));
    return panels;
  }

  /** Where there is a condition, each is that of {@link #conditions} whose turn it is. */
  private static Tensor samples(HeldOutEvaluator heldOut) {
    List<float[]> conditions = heldOut.examples().shownConditions(CONDITIONS);
    int rounds = SAMPLES / Math.max(1, conditions.size());
    int n = rounds * Math.max(1, conditions.size());
    GenerativeModel p = generative(heldOut, n, i -> conditions.get(i % conditions.size()));
    Distribution prior = p.prior();
    Key key = heldOut.streams().pictures();
    Tensor z =
        prior.batchShape().rank() == 0
            ? prior.draw(n, key).z()
            : prior.draw(1, key).z().reshape(prior.eventShape().prepend(n));
    return p.likelihood(z).mean();
  }

  /** The generative half for n draws of z, each with its condition where the model has one. */
  private static GenerativeModel generative(
      HeldOutEvaluator heldOut, int n, IntFunction<float[]> given) {
    Pass pass = heldOut.model().pass(heldOut.tape());
    int c = heldOut.examples().conditionSize();
    if (c > 0) {
      double[] flat = new double[n * c];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = given.apply(i / c)[i % c];
      }
      pass = pass.conditionedOn(heldOut.tape().constant(Shape.of(n, c), flat));
    }
    return heldOut.model().generative(pass);
  }

  /**
   * The names of the conditions of {@code samples}, in turn, one line each: a column or a class may
   * be named anything. Empty where there are none.
   */
  public static List<String> conditions(HeldOutEvaluator heldOut) {
    return heldOut.examples().shownConditions(CONDITIONS).stream()
        .map(heldOut.examples()::conditionName)
        .map(name -> name.replaceAll("\\p{Cntrl}", "?"))
        .toList();
  }

  private static int scatterSize(HeldOutEvaluator heldOut) {
    return Math.min(SCATTER, heldOut.size());
  }

  /** Labels of the examples in {@code latent_means}; empty where there are none. */
  public static int[] labels(HeldOutEvaluator heldOut) {
    return heldOut.examples().labelled()
        ? IntStream.range(0, scatterSize(heldOut)).map(heldOut.examples()::label).toArray()
        : new int[0];
  }

  /**
   * Mean over examples of the KL of each posterior marginal to the prior's, [m], in nats; empty
   * where the prior's are not known.
   */
  static Optional<double[]> ratePerDimension(HeldOutEvaluator heldOut) {
    Optional<double[]> total =
        heldOut.total(
            (p, q, key) -> Kl.perDimension(PosteriorMoments.marginals(q, key), p.prior()));
    return total.map(sums -> Arrays.stream(sums).map(sum -> sum / heldOut.size()).toArray());
  }

  private static NdArray matrix(double[][] rows) {
    int columns = rows[0].length;
    double[] flat = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return NdArray.of(Shape.of(rows.length, columns), flat);
  }

  /** Rows are the coordinates that weigh most, in falling order. */
  private static NdArray traversal(HeldOutEvaluator heldOut, double[] weight, NdArray means) {
    int m = weight.length;
    int[] coordinates =
        IntStream.range(0, m)
            .boxed()
            .sorted((a, b) -> Double.compare(weight[b], weight[a]))
            .limit(TRAVERSED)
            .mapToInt(Integer::intValue)
            .toArray();
    double[] z = new double[coordinates.length * STOPS * m];
    for (int row = 0; row < coordinates.length; row++) {
      for (int stop = 0; stop < STOPS; stop++) {
        z[(row * STOPS + stop) * m + coordinates[row]] = -REACH + 2 * REACH * stop / (STOPS - 1);
      }
    }
    int n = coordinates.length * STOPS;
    int centre = centre(means);
    GenerativeModel p = generative(heldOut, n, _ -> heldOut.examples().condition(centre));
    Tensor at = heldOut.tape().constant(Shape.of(n, m), z);
    Distribution prior = p.prior();
    if (prior.batchShape().rank() > 0 && prior instanceof HasMarginals known) {
      DiagonalGaussian each = known.marginals();
      at = at.multiply(each.logDeviation().exp()).add(each.mean());
    } else if (prior instanceof LayeredDensity layers) {
      at = layers.placed(at);
    }
    Tensor flat = p.likelihood(at).mean();
    return flat.reshape(coordinates.length, STOPS, flat.shape().extent(-1)).toArray();
  }

  /** The name of the condition of {@code traversal}; for a model that has one. */
  public static String conditionAtCentre(
      HeldOutEvaluator heldOut, SortedMap<String, NdArray> panels) {
    Examples examples = heldOut.examples();
    return examples.conditionName(examples.condition(centre(panels.get("latent_means"))));
  }

  /** The example whose posterior mean [N, m] is nearest to 0. */
  private static int centre(NdArray means) {
    int n = means.shape().extent(0);
    int m = means.shape().extent(1);
    double[] distance = new double[n];
    for (int i = 0; i < n * m; i++) {
      distance[i / m] += means.get(i) * means.get(i);
    }
    return IntStream.range(0, n).boxed().min(Comparator.comparingDouble(i -> distance[i])).get();
  }
}
