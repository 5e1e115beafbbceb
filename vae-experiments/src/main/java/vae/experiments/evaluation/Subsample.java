package vae.experiments.evaluation;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.autodiff.tape.Tensor;
import vae.data.source.Examples;
import vae.experiments.training.ModelOnBatch;

/**
 * Some examples of a part, chosen by the metric's key whatever their order in the source, where all
 * of them would be too many.
 */
public final class Subsample {

  private static final int CHUNK = 250;

  private final Evaluator on;
  private final int[] places;

  private Subsample(Evaluator on, int[] places) {
    this.on = on;
    this.places = places;
  }

  /**
   * All examples that are visited, or {@code most} of them.
   *
   * @param most ≥ 1
   */
  public static Subsample of(Evaluator on, int most) {
    int[] order = Permutation.of(on.key("subsample"), on.size());
    int[] places = Arrays.copyOf(order, Math.min(most, order.length));
    Arrays.sort(places);
    return new Subsample(on, places);
  }

  /** What is computed of a chunk of B examples. */
  @FunctionalInterface
  public interface Rows {

    /**
     * @param on the model on the chunk
     * @param noise a key for its rows
     * @return [B, w]
     */
    Tensor of(ModelOnBatch on, Key noise);
  }

  /** N, the number of examples. */
  public int size() {
    return places.length;
  }

  /** The label of each, [N]. */
  public int[] labels() {
    return Arrays.stream(places).map(on.examples()::label).toArray();
  }

  /** The value of a factor of each, [N]; see {@link Examples#factor}. */
  public int[] factor(int factor) {
    return Arrays.stream(places).map(i -> on.examples().factor(i, factor)).toArray();
  }

  /** A row for each example, [N][w]. */
  public double[][] rows(Rows rows) {
    double[][] all = new double[places.length][];
    int[] next = {0};
    on.chunks()
        .forEach(
            0,
            CHUNK,
            (model, noise, from) -> {
              int end = from + model.x().shape().extent(0);
              if (next[0] < places.length && places[next[0]] < end) {
                double[][] chunk = rows(rows.of(model, noise));
                for (; next[0] < places.length && places[next[0]] < end; next[0]++) {
                  all[next[0]] = chunk[places[next[0]] - from];
                }
              }
            });
    return all;
  }

  /**
   * \(\mathbb E_q z\) of each example as its code, [N][m]: in closed form, or from draws where
   * there is none.
   */
  public double[][] codes() {
    return rows((model, noise) -> PosteriorMoments.mean(model.posterior(), noise));
  }

  /** The rows of a matrix [B, w]. */
  public static double[][] rows(Tensor matrix) {
    double[] flat = matrix.toArray().toDoubles();
    double[][] rows = new double[matrix.shape().extent(0)][];
    int width = flat.length / rows.length;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
    }
    return rows;
  }
}
