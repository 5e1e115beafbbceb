package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * Stochastic gradient descent with momentum; momentum 0 is plain descent.
 *
 * <p>\[ u \leftarrow \mu u + g, \qquad w \leftarrow w - \eta u \]
 *
 * <p>The rate multiplies the velocity, as in PyTorch's {@code SGD} without dampening. In the form
 * of Sutskever et al. (2013) it multiplies the gradient, \(u \leftarrow \mu u - \eta g\) and \(w
 * \leftarrow w + u\): the same steps while η is constant, others while a schedule changes it.
 *
 * <p>Source: Polyak (1964), in PyTorch's form.
 */
public final class Momentum implements Optimizer {

  private final double momentum;
  private final OptimizerState state = new OptimizerState();

  /**
   * @param momentum μ in [0, 1)
   * @throws IllegalArgumentException where it is outside that range
   */
  public Momentum(double momentum) {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("Momentum: expected a value in [0, 1), got " + momentum);
    }
    this.momentum = momentum;
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    state.nextStep();
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        tape.kernels()
            .optimizers()
            .momentum(
                parameter.value().storage(),
                gradient.storage(),
                state.of(parameter, "velocity"),
                parameter.shape().size(),
                momentum,
                rate);
      }
    }
  }

  @Override
  public SortedMap<String, NdArray> state() {
    return state.arrays();
  }

  @Override
  public void restore(SortedMap<String, NdArray> saved) {
    state.restore(saved);
  }
}
