package vae.autodiff.optim;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Unary;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * An optimizer whose gradient is limited before its step: first each element, then the norm.
 *
 * <p>\[ g_i \leftarrow \min(\max(g_i, -c), c), \qquad g \leftarrow g \min\left(1, \frac{r}{\lVert g
 * \rVert_2 + 10^{-6}}\right) \]
 *
 * <p>with the norm over all parameters together, computed in double precision: PyTorch's {@code
 * clip_grad_value_} and {@code clip_grad_norm_}. Source: Pascanu, Mikolov and Bengio (2013),
 * algorithm 1, for the norm.
 */
public final class GradientClipping implements Optimizer {

  /** What PyTorch adds to the norm. */
  private static final double SMALL = 1e-6;

  private final Optimizer optimizer;
  private final OptionalDouble norm;
  private final OptionalDouble value;

  /**
   * @param norm r &gt; 0; empty leaves the norm
   * @param value c &gt; 0; empty leaves the elements
   * @throws IllegalArgumentException where one is outside its range
   */
  public GradientClipping(Optimizer optimizer, OptionalDouble norm, OptionalDouble value) {
    if (!(norm.orElse(1) > 0 && value.orElse(1) > 0)) {
      throw new IllegalArgumentException(
          "GradientClipping: expected limits above 0, got %s and %s"
              .formatted(shown(norm), shown(value)));
    }
    this.optimizer = optimizer;
    this.norm = norm;
    this.value = value;
  }

  private static String shown(OptionalDouble limit) {
    return limit.isPresent() ? Double.toString(limit.getAsDouble()) : "none";
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    value.ifPresent(c -> map(Unary.CLAMP, -c, c, tape, parameters));
    norm.ifPresent(
        r -> {
          double factor = r / (norm(tape, parameters) + SMALL);
          if (factor < 1) {
            map(Unary.AFFINE, factor, 0, tape, parameters);
          }
        });
    optimizer.step(tape, parameters, rate);
  }

  private static void map(Unary f, double a, double b, Tape tape, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        Object g = gradient.storage();
        tape.kernels().unary(f, a, b, g, g, 0, parameter.shape().size());
      }
    }
  }

  private static double norm(Tape tape, List<Parameter> parameters) {
    Kernels<Object> kernels = tape.kernels();
    double squares = 0;
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        squares += kernels.optimizers().sumOfSquares(gradient.storage(), parameter.shape().size());
      }
    }
    return Math.sqrt(squares);
  }

  @Override
  public SortedMap<String, NdArray> state() {
    return optimizer.state();
  }

  @Override
  public void restore(SortedMap<String, NdArray> saved) {
    optimizer.restore(saved);
  }
}
