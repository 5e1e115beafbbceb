package vae.experiments.evaluation;

import vae.autodiff.random.Key;
import vae.experiments.training.ModelOnBatch;

/**
 * A trained model on the examples of one part, as a metric sees it: nothing is differentiated, and
 * chunks come in the order of the examples.
 */
public final class Evaluator {

  private final HeldOutEvaluator heldOut;
  private final Key key;
  private final int draws;
  private final int size;

  /**
   * @param metric names the noise: two metrics draw independently
   * @param draws R ≥ 1
   * @param limit the most examples that are visited
   */
  Evaluator(HeldOutEvaluator heldOut, String metric, int draws, int limit) {
    this.heldOut = heldOut;
    size = Math.min(limit, heldOut.size());
    this.key = heldOut.streams().evaluation().fold("metric " + metric);
    this.draws = draws;
  }

  /** What is done with a chunk of B examples. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * @param on the model on the chunk; its tensors end with the call
     * @param noise a key for the rows of the chunk
     * @param from the place of its first example in the part
     */
    void chunk(ModelOnBatch on, Key noise, int from);
  }

  /** N, the number of examples. */
  public int size() {
    return size;
  }

  /** R, the independent draws that the spec's {@code evaluation.draws} asks for; 1 in training. */
  public int draws() {
    return draws;
  }

  /**
   * Visits all examples.
   *
   * @param draw a number ≥ 0: the noise of another draw is independent
   */
  public void forEachChunk(int draw, Visitor visitor) {
    heldOut.forEachChunk(
        key.fold(draw),
        HeldOutEvaluator.CHUNK,
        size,
        (on, rows, from, _) -> visitor.chunk(on, rows, from));
  }
}
