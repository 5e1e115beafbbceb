package vae.experiments.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.tape.Parameter;
import vae.experiments.training.divergence.DivergencePolicy;

/**
 * Keeps to a {@link DivergencePolicy}: counts what was skipped and rolled back, so that a resumed
 * run continues as the run that was never stopped.
 */
final class Recovery {

  private static final String SKIPPED = "divergence.skipped-in-a-row";
  private static final String ROLLED_BACK = "divergence.rolled-back";

  private final DivergencePolicy policy;
  private int skippedInARow;
  private int rolledBack;

  Recovery(DivergencePolicy policy) {
    this.policy = policy;
  }

  boolean skips() {
    return policy.skips() > 0;
  }

  boolean rollsBack() {
    return policy.rollBacks() > 0;
  }

  /** Whether one more step may be skipped; counts it. */
  boolean skip() {
    return skippedInARow++ < policy.skips();
  }

  /** Ends a row of skipped steps. */
  void stepped() {
    skippedInARow = 0;
  }

  /** Whether training may go back once more; counts it. */
  boolean rollBack() {
    return rolledBack < policy.rollBacks() && rolledBack++ < policy.rollBacks();
  }

  /** What the learning rate is multiplied with. */
  double rateFactor() {
    double factor = 1;
    for (int i = 0; i < rolledBack; i++) {
      factor *= policy.rateFactor();
    }
    return factor;
  }

  /** The optimiser's state with the counts, where the policy counts anything. */
  SortedMap<String, NdArray> with(SortedMap<String, NdArray> optimizer) {
    SortedMap<String, NdArray> all = new TreeMap<>(optimizer);
    if (skips()) {
      all.put(SKIPPED, count(skippedInARow));
    }
    if (rollsBack()) {
      all.put(ROLLED_BACK, count(rolledBack));
    }
    return all;
  }

  private static NdArray count(int n) {
    NdArray array = NdArray.zeros(DType.F64, Shape.SCALAR);
    array.set(0, n);
    return array;
  }

  /** Takes the counts over and gives the rest, the optimiser's state. */
  SortedMap<String, NdArray> without(SortedMap<String, NdArray> all) {
    SortedMap<String, NdArray> optimizer = new TreeMap<>(all);
    skippedInARow = number(optimizer.remove(SKIPPED));
    rolledBack = number(optimizer.remove(ROLLED_BACK));
    return optimizer;
  }

  private static int number(NdArray saved) {
    return saved == null || saved.shape().size() != 1 ? 0 : (int) saved.get(0);
  }

  /** Parameters, optimiser and callbacks at one moment. */
  static final class Moment {

    private final List<NdArray> parameters = new ArrayList<>();
    private final SortedMap<String, NdArray> optimizer = new TreeMap<>();
    private final CallbackState callbacks;

    Moment(List<Parameter> parameters, Optimizer optimizer, Callbacks callbacks) {
      this.callbacks = callbacks.state().copy();
      parameters.forEach(parameter -> this.parameters.add(parameter.value().copy()));
      optimizer.state().forEach((name, array) -> this.optimizer.put(name, array.copy()));
    }

    void restore(List<Parameter> to, Optimizer toOptimizer, Callbacks toCallbacks) {
      toCallbacks.restore(callbacks.copy());
      for (int i = 0; i < to.size(); i++) {
        to.get(i).value().set(parameters.get(i));
      }
      toOptimizer.restore(optimizer);
    }
  }
}
