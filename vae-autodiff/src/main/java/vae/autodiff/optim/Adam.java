package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.AdamArrays;
import vae.autodiff.kernel.AdamStep;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * Adam: steps scaled by running moments of the gradient.
 *
 * <p>\[ m \leftarrow \beta_1 m + (1-\beta_1) g, \quad v \leftarrow \beta_2 v + (1-\beta_2) g^2,
 * \quad w \leftarrow w - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon} \]
 *
 * <p>First moments below 1e-30 in magnitude are set to 0: a defined step of the algorithm, without
 * which denormal numbers slow training down. v starts at 0, or at another value; it is corrected
 * for bias as if at 0. Source: Kingma and Ba (2015), algorithm 1.
 */
public final class Adam implements Optimizer {

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double initialSecondMoment;
  private final OptimizerState state = new OptimizerState();
  private final AdamArrays<Object> arrays = new AdamArrays<>();

  /**
   * @param beta1 in [0, 1)
   * @param beta2 in [0, 1)
   * @param epsilon &gt; 0
   * @throws IllegalArgumentException where one is outside its range
   */
  public Adam(double beta1, double beta2, double epsilon) {
    this(beta1, beta2, epsilon, 0);
  }

  /**
   * @param initialSecondMoment v before the first step, ≥ 0
   * @throws IllegalArgumentException where one is outside its range
   */
  public Adam(double beta1, double beta2, double epsilon, double initialSecondMoment) {
    if (!(initialSecondMoment >= 0)) {
      throw new IllegalArgumentException(
          "Adam: expected an initial second moment >= 0, got " + initialSecondMoment);
    }
    if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
      throw new IllegalArgumentException(
          "Adam: expected beta1 and beta2 in [0, 1) and epsilon > 0, got %s, %s and %s"
              .formatted(beta1, beta2, epsilon));
    }
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.initialSecondMoment = initialSecondMoment;
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    long t = state.nextStep();
    double unbiasedRate = rate / (1 - StrictMath.pow(beta1, t));
    double scale = 1 / Math.sqrt(1 - StrictMath.pow(beta2, t));
    try {
      for (Parameter parameter : parameters) {
        NdArray gradient = tape.gradient(parameter);
        if (gradient != null) {
          arrays.add(
              parameter.value().storage(),
              gradient.storage(),
              state.of(parameter, "m"),
              state.of(parameter, "v", initialSecondMoment),
              parameter.shape().size());
        }
      }
      tape.kernels()
          .optimizers()
          .adam(arrays, new AdamStep(beta1, beta2, unbiasedRate, scale, epsilon));
    } finally {
      arrays.clear();
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
