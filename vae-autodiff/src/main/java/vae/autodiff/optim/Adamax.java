package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.AdamStep;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * Adamax: Adam with the largest recent gradient in place of the second moment.
 *
 * <p>\[ m \leftarrow \beta_1 m + (1-\beta_1) g, \quad u \leftarrow \max(\beta_2 u, |g| + \epsilon),
 * \quad w \leftarrow w - \frac{\eta}{1-\beta_1^t} \frac{m}{u} \]
 *
 * <p>First moments are flushed as in {@link Adam}. Source: Kingma and Ba (2015), algorithm 2, with
 * ε where PyTorch has it.
 */
public final class Adamax implements Optimizer {

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final OptimizerState state = new OptimizerState();

  /**
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon ≥ 1e-30, so that u is never 0
   * @throws IllegalArgumentException where one is outside its range
   */
  public Adamax(double beta1, double beta2, double epsilon) {
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 1e-30)) {
      throw new IllegalArgumentException(
          "Adamax: expected beta1 and beta2 in [0, 1) and epsilon >= 1e-30, got %s, %s and %s"
              .formatted(beta1, beta2, epsilon));
    }
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    double unbiasedRate = rate / (1 - StrictMath.pow(beta1, state.nextStep()));
    AdamStep step = new AdamStep(beta1, beta2, unbiasedRate, 1, epsilon);
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        tape.kernels()
            .optimizers()
            .adamax(
                parameter.value().storage(),
                gradient.storage(),
                state.of(parameter, "m"),
                state.of(parameter, "u"),
                parameter.shape().size(),
                step);
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
