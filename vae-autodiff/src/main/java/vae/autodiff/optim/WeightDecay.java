package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Unary;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * An optimizer whose parameters are drawn towards 0, weights and biases alike; those without a
 * gradient are left alone.
 *
 * <p>Coupled, the gradient of an L2 penalty is added: \(g \leftarrow g + \lambda w\), as {@code
 * weight_decay} of PyTorch's Adam and SGD. Decoupled, the parameters shrink by themselves: \(w
 * \leftarrow (1 - \eta \lambda) w\) before the step, which makes AdamW of {@link Adam}.
 *
 * <p>Source: Loshchilov and Hutter (2019), algorithm 2.
 */
public final class WeightDecay implements Optimizer {

  private final Optimizer optimizer;
  private final double decay;
  private final boolean decoupled;

  private WeightDecay(Optimizer optimizer, double decay, boolean decoupled) {
    if (!(decay >= 0)) {
      throw new IllegalArgumentException("WeightDecay: expected a value >= 0, got " + decay);
    }
    this.optimizer = optimizer;
    this.decay = decay;
    this.decoupled = decoupled;
  }

  /**
   * @param decay λ ≥ 0; at 0 the optimizer itself is returned
   */
  public static Optimizer coupled(Optimizer optimizer, double decay) {
    return decay == 0 ? optimizer : new WeightDecay(optimizer, decay, false);
  }

  /**
   * @param decay λ ≥ 0; at 0 the optimizer itself is returned
   */
  public static Optimizer decoupled(Optimizer optimizer, double decay) {
    return decay == 0 ? optimizer : new WeightDecay(optimizer, decay, true);
  }

  @Override
  public void step(Tape tape, List<Parameter> parameters, double rate) {
    Kernels<Object> kernels = tape.kernels();
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        Object w = parameter.value().storage();
        int n = parameter.shape().size();
        if (decoupled) {
          kernels.unary(Unary.AFFINE, 1 - rate * decay, 0, w, w, 0, n);
        } else {
          kernels.optimizers().descend(gradient.storage(), w, n, -decay);
        }
      }
    }
    optimizer.step(tape, parameters, rate);
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
