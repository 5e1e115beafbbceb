package vae.experiments.evaluation;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.data.source.Examples;
import vae.experiments.training.ModelOnBatch;

/**
 * Some examples of a part, chosen by the metric's key whatever their order in the source, where all
 * of them would be too many.
 */
public final class Subsample {

  private final Evaluator on;

  private Subsample(Evaluator on) {
    this.on = on;
  }

  /**
   * All examples that are visited, or {@code most} of them.
   *
   * @param most ≥ 1
   */
  public static Subsample of(Evaluator on, int most) {
    return new Subsample(on.some("subsample", most));
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
    return on.size();
  }

  /** The label of each, [N]. */
  public int[] labels() {
    return Arrays.stream(on.places()).map(on.examples()::label).toArray();
  }

  /** The value of a factor of each, [N]; see {@link Examples#factor}. */
  public int[] factor(int factor) {
    return Arrays.stream(on.places()).map(i -> on.examples().factor(i, factor)).toArray();
  }

  /** A row for each example, [N][w]. */
  public double[][] rows(Rows rows) {
    double[][] all = new double[size()][];
    on.forEachChunk(
        0,
        (model, noise, from) -> {
          double[][] chunk = rows.of(model, noise).toArray().toRows();
          System.arraycopy(chunk, 0, all, from, chunk.length);
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
}
