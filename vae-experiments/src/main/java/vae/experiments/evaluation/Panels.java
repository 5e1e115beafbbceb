package vae.experiments.evaluation;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Kl;
import vae.core.model.GenerativeModel;

/**
 * The arrays behind a report's pictures.
 *
 * <p>{@code originals} and {@code reconstructions} [n, d]; {@code samples} [n, d], likelihood means
 * at draws from the prior; {@code rate_per_dimension} [m], nats; {@code latent_means} [N, m] and
 * {@code latent_labels} [N]; {@code traversal} [rows, columns, d], one latent coordinate a row from
 * −3 to 3 while the others are 0.
 */
public final class Panels {

  private static final int PAIRS = 20;
  private static final int SAMPLES = 60;
  private static final int SCATTER = 2000;
  private static final int TRAVERSED = 8;
  private static final int STOPS = 11;
  private static final double REACH = 3;

  private Panels() {}

  /** Computes all of them; F64 arrays but for the labels, which are in {@link #labels}. */
  public static SortedMap<String, NdArray> of(HeldOut heldOut) {
    SortedMap<String, NdArray> panels = new TreeMap<>();
    Tape tape = heldOut.tape();
    heldOut.forEachChunk(
        heldOut.streams().pictures(),
        PAIRS,
        Math.min(PAIRS, heldOut.size()),
        (on, rows, from, count) -> {
          panels.put("originals", on.x().toArray());
          Tensor z = on.posterior().mean();
          panels.put("reconstructions", on.generative().likelihood(z).mean().toArray());
        });
    double[] rate = ratePerDimension(heldOut);
    panels.put("rate_per_dimension", NdArray.of(Shape.of(rate.length), rate));
    panels.put("latent_means", flatten(heldOut.posteriorMeans(scatterSize(heldOut)), rate.length));
    tape.reset();
    GenerativeModel p = heldOut.model().generative(heldOut.model().pass(tape));
    Tensor draws = p.prior().sample(SAMPLES, heldOut.streams().pictures());
    panels.put("samples", p.likelihood(draws).mean().toArray());
    panels.put("traversal", traversal(p, tape, rate));
    return panels;
  }

  private static int scatterSize(HeldOut heldOut) {
    return Math.min(SCATTER, heldOut.size());
  }

  /** Labels of the examples in {@code latent_means}; empty where there are none. */
  public static int[] labels(HeldOut heldOut) {
    return heldOut.examples().labelled()
        ? IntStream.range(0, scatterSize(heldOut)).map(heldOut.examples()::label).toArray()
        : new int[0];
  }

  /** Mean over examples of the KL of each posterior marginal to N(0, 1), [m], in nats. */
  static double[] ratePerDimension(HeldOut heldOut) {
    double[] rate = heldOut.total((p, q) -> Kl.perDimension(q.marginals()));
    for (int j = 0; j < rate.length; j++) {
      rate[j] /= heldOut.size();
    }
    return rate;
  }

  private static NdArray flatten(double[][] rows, int columns) {
    double[] flat = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return NdArray.of(Shape.of(rows.length, columns), flat);
  }

  /** Rows are the coordinates with the largest rate, in falling order. */
  private static NdArray traversal(GenerativeModel p, Tape tape, double[] rate) {
    int m = rate.length;
    int[] coordinates =
        IntStream.range(0, m)
            .boxed()
            .sorted((a, b) -> Double.compare(rate[b], rate[a]))
            .limit(TRAVERSED)
            .mapToInt(Integer::intValue)
            .toArray();
    double[] z = new double[coordinates.length * STOPS * m];
    for (int row = 0; row < coordinates.length; row++) {
      for (int stop = 0; stop < STOPS; stop++) {
        z[(row * STOPS + stop) * m + coordinates[row]] = -REACH + 2 * REACH * stop / (STOPS - 1);
      }
    }
    Tensor flat = p.likelihood(tape.constant(Shape.of(coordinates.length * STOPS, m), z)).mean();
    return flat.reshape(coordinates.length, STOPS, flat.shape().extent(-1)).toArray();
  }
}
