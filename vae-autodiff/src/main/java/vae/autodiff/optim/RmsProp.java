package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.OptimizerKernels;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * RMSprop: steps scaled by the root of a running mean of squared gradients.
 *
 * <p>\[ v \leftarrow \alpha v + (1-\alpha) g^2, \quad u \leftarrow \mu u + \frac{g}{\sqrt{v} +
 * \epsilon}, \quad w \leftarrow w - \eta u \]
 *
 * <p>Centered, v is lessened by the square of a running mean of g: the gradient's variance in place
 * of its square, at least 0. Running means of g and g² below 1e-30 in magnitude become 0, as in
 * {@link Adam}. Source: Tieleman and Hinton (2012), lecture 6.5; centered: Graves (2013), eq.
 * 38-45; both in PyTorch's form.
 */
public final class RmsProp implements Optimizer {

  private final double alpha;
  private final double epsilon;
  private final double momentum;
  private final boolean centered;
  private final OptimizerState state = new OptimizerState();

  /**
   * @param alpha α in [0, 1)
   * @param epsilon ≥ 1e-30
   * @param momentum μ in [0, 1)
   * @throws IllegalArgumentException where one is outside its range
   */
  public RmsProp(double alpha, double epsilon, double momentum, boolean centered) {
    if (!(alpha >= 0 && alpha < 1 && epsilon >= 1e-30 && momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException(
          "RmsProp: expected alpha and momentum in [0, 1) and epsilon >= 1e-30, got %s, %s and %s"
              .formatted(alpha, momentum, epsilon));
    }
    this.alpha = alpha;
    this.epsilon = epsilon;
    this.momentum = momentum;
    this.centered = centered;
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    state.nextStep();
    OptimizerKernels<Object> kernels = tape.kernels().optimizers();
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        Object g = gradient.storage();
        Object w = parameter.value().storage();
        int n = parameter.shape().size();
        Object v = state.of(parameter, "v");
        if (centered) {
          kernels.centeredRootScale(g, v, state.of(parameter, "mean"), n, alpha, epsilon);
        } else {
          kernels.rootScale(g, v, n, alpha, 1 - alpha, epsilon);
        }
        if (momentum > 0) {
          kernels.momentum(w, g, state.of(parameter, "velocity"), n, momentum, rate);
        } else {
          kernels.descend(w, g, n, rate);
        }
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
