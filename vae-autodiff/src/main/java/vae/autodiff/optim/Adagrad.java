package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.OptimizerKernels;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * Adagrad: steps scaled by the root of the sum of all squared gradients.
 *
 * <p>\[ s \leftarrow s + g^2, \qquad w \leftarrow w - \frac{\eta}{1 + (t-1) \delta}
 * \frac{g}{\sqrt{s} + \epsilon} \]
 *
 * <p>Sums below 1e-30 become 0. Source: Duchi, Hazan and Singer (2011), in PyTorch's form.
 */
public final class Adagrad implements Optimizer {

  private final double rateDecay;
  private final double initialSum;
  private final double epsilon;
  private final OptimizerState state = new OptimizerState();

  /**
   * @param rateDecay δ ≥ 0
   * @param initialSum s before the first step, ≥ 0
   * @param epsilon ≥ 1e-30
   * @throws IllegalArgumentException where one is outside its range
   */
  public Adagrad(double rateDecay, double initialSum, double epsilon) {
    if (!(rateDecay >= 0 && initialSum >= 0 && epsilon >= 1e-30)) {
      throw new IllegalArgumentException(
          "Adagrad: expected rateDecay and initialSum >= 0 and epsilon >= 1e-30, got %s, %s and %s"
              .formatted(rateDecay, initialSum, epsilon));
    }
    this.rateDecay = rateDecay;
    this.initialSum = initialSum;
    this.epsilon = epsilon;
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    double decayed = rate / (1 + (state.nextStep() - 1) * rateDecay);
    OptimizerKernels<Object> kernels = tape.kernels().optimizers();
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        Object g = gradient.storage();
        int n = parameter.shape().size();
        kernels.rootScale(g, state.of(parameter, "sum", initialSum), n, 1, 1, epsilon);
        kernels.descend(parameter.value().storage(), g, n, decayed);
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
