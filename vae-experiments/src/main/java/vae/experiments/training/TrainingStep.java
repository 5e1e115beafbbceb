package vae.experiments.training;

import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Estimate;

/** One step of training: estimate, differentiate, update. */
public final class TrainingStep implements AutoCloseable {

  private final Model model;
  private final Optimizer optimizer;
  private final List<Parameter> parameters;
  private final Tape tape;

  /** With fresh optimiser state. */
  public TrainingStep(Model model, DType type, KernelSet kernels) {
    this.model = model;
    optimizer = model.optimizer().optimizer();
    parameters = model.parameters().list();
    tape = Tape.of(kernels, type);
  }

  /**
   * Makes one step on a minibatch.
   *
   * @param x [B, d]
   * @param noise stream of the estimator, with the identities of the rows
   * @param step steps done so far
   * @param steps of the whole training
   * @return the estimate at the parameters before the step; valid until the next call
   * @throws DivergedException where the objective is not finite; the parameters are left as they
   *     are
   */
  public Estimate apply(NdArray x, Key noise, long step, long steps) {
    tape.reset();
    Estimate estimate =
        model
            .estimator()
            .at((double) step / steps)
            .estimate(model.on(tape), model.encoder(), tape.constant(x), noise);
    Tensor loss = estimate.surrogate().perExample().mean().negate();
    double value = loss.item();
    if (!Double.isFinite(value)) {
      throw new DivergedException(step + 1, "the objective is " + value);
    }
    tape.backward(loss);
    optimizer.step(tape, parameters, model.optimizer().rate(step, steps));
    return estimate;
  }

  /** The optimiser and its state. */
  Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public void close() {
    tape.close();
  }
}
