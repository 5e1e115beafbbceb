package vae.experiments.evaluation;

import vae.autodiff.array.NdArray;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * Examples with the trained model on them, a chunk at a time and in order.
 *
 * <p>The noise of an example depends on the example and the draw alone: neither the size of chunks
 * nor their order changes it.
 */
public final class Chunks {

  private final HeldOutEvaluator heldOut;
  private final HeldOutEvaluator.Batches batches;
  private final Key key;
  private final int size;

  /**
   * @param heldOut whose model and tape are used
   * @param key of the noise
   * @param size N
   */
  Chunks(HeldOutEvaluator heldOut, HeldOutEvaluator.Batches batches, Key key, int size) {
    this.heldOut = heldOut;
    this.batches = batches;
    this.key = key;
    this.size = size;
  }

  /** What is done with a chunk of B examples. */
  @FunctionalInterface
  public interface Visitor {

    /**
     * @param on the model on the chunk; its tensors end with the call
     * @param noise a key for the rows of the chunk
     * @param from the place of its first example
     */
    void chunk(ModelOnBatch on, Key noise, int from);
  }

  /** What is done with a chunk of B examples in as many passes as it takes. */
  @FunctionalInterface
  public interface FrozenVisitor {

    /**
     * @param on the model on the chunk, differentiable by what the visitor varies
     * @param noise a key for the rows of the chunk: fold in what each use is for
     * @param from the place of its first example
     */
    void chunk(FrozenModel on, Key noise, int from);
  }

  /** N, the number of examples. */
  public int size() {
    return size;
  }

  /**
   * Visits all examples; nothing is differentiated.
   *
   * @param draw a number ≥ 0: the noise of another draw is independent
   * @param most examples in a chunk, ≥ 1
   * @throws IllegalStateException within another such visit
   */
  public void forEach(int draw, int most, Visitor visitor) {
    heldOut.forEachChunk(
        batches, key.fold(draw), most, size, (on, rows, from, _) -> visitor.chunk(on, rows, from));
  }

  /**
   * log p(x) of each example by importance sampling from the posterior: see {@link
   * HeldOutEvaluator#negativeLogLikelihood}.
   *
   * @param samples K ≥ 1
   */
  public ImportanceSampled importanceSampled(int samples) {
    return heldOut.importanceSampled(batches, key.fold("importance"), size, samples);
  }

  /**
   * Visits all examples, where something of the visitor's own is differentiated.
   *
   * @param draw a number ≥ 0: the noise of another draw is independent
   * @param most examples in a chunk, ≥ 1
   */
  public void forEachFrozen(int draw, int most, FrozenVisitor visitor) {
    try (Tape tape = Tape.of(heldOut.kernels(), heldOut.tape().type())) {
      tape.differentiate(false);
      Model settled = heldOut.model().settled(tape);
      for (int from = 0; from < size; from += most) {
        Batch batch = batches.of(from, Math.min(most, size - from));
        Batch own =
            new Batch(
                batch.x().copy(),
                batch.condition(),
                batch.observed().map(NdArray::copy),
                batch.identities().clone()); // the visitor may visit others meanwhile
        Key noise = key.fold(draw).rows(own.identities());
        visitor.chunk(new FrozenModel(settled, tape, own), noise, from);
      }
    }
  }
}
