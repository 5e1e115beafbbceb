package vae.experiments.evaluation;

import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * A trained model on a chunk of examples, to be differentiated by what a metric varies and by
 * nothing else: latent variables, or a posterior of its own. θ and φ are constants.
 *
 * <pre>{@code
 * Parameter z = new Parameter("z", NdArray.zeros(frozen.type(), Shape.of(chains, frozen.size(), m)));
 * ModelOnBatch on = frozen.begin();
 * Tensor objective = on.generative().logJoint(on.x(), frozen.vary(z)).sum();
 * frozen.backward(objective);
 * NdArray gradient = frozen.gradient(z);
 * }</pre>
 */
public final class FrozenModel {

  private final Model model;
  private final Tape tape;
  private final Batch batch;

  /**
   * @param tape of the metric alone
   * @param batch not copied
   */
  FrozenModel(Model model, Tape tape, Batch batch) {
    this.model = model;
    this.tape = tape;
    this.batch = batch;
    tape.differentiate(false);
  }

  /** B, the examples of the chunk. */
  public int size() {
    return batch.identities().length;
  }

  /** The element type of everything on the tape, and so of what is varied. */
  public DType type() {
    return tape.type();
  }

  /** Begins a pass: the model on the chunk again. The tensors of the pass before it end. */
  public ModelOnBatch begin() {
    tape.reset();
    return model.on(tape, batch);
  }

  /**
   * Standard normal noise; ends the pass.
   *
   * @param shape [S, B, …], the rows of the key being those of B
   */
  public NdArray normal(Key key, Shape shape) {
    tape.reset();
    return tape.normal(key, shape).toArray();
  }

  /** Uniform noise on [0, 1), as {@link #normal}. */
  public NdArray uniform(Key key, Shape shape) {
    tape.reset();
    return tape.uniform(key, shape).toArray();
  }

  /** What the metric varies, in this pass: gradients pass to it. */
  public Tensor vary(Parameter own) {
    return tape.variable(own);
  }

  /** Computes the gradients of a scalar of this pass; those of an objective before it end. */
  public void backward(Tensor objective) {
    tape.backward(objective);
  }

  /**
   * The gradient of the last objective by what is varied: a view, valid until the next {@link
   * #backward} or {@link #begin}; null where the objective does not depend on it.
   */
  public NdArray gradient(Parameter own) {
    return tape.gradient(own);
  }
}
