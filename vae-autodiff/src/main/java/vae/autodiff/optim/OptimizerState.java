package vae.autodiff.optim;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.tape.Parameter;

/** Named arrays beside parameters, and the count of steps. */
final class OptimizerState {

  private static final String STEP = "step";

  private final SortedMap<String, NdArray> arrays = new TreeMap<>();
  private final Map<Parameter, Map<String, NdArray>> known = new IdentityHashMap<>();

  OptimizerState() {
    arrays.put(STEP, NdArray.zeros(DType.F64, Shape.SCALAR));
  }

  /** Counts a step and gives its number, 1 for the first. */
  long nextStep() {
    NdArray step = arrays.get(STEP);
    step.set(0, step.get(0) + 1);
    return (long) step.get(0);
  }

  /**
   * The array that belongs to the parameter under the given name, zeros when it is new.
   *
   * @throws ShapeException where a restored array is not like the parameter
   */
  Object of(Parameter parameter, String name) {
    return of(parameter, name, 0);
  }

  /** The same, with every element at {@code initial} when the array is new. */
  Object of(Parameter parameter, String name, double initial) {
    Map<String, NdArray> beside = known.get(parameter);
    if (beside == null) {
      beside = new HashMap<>();
      known.put(parameter, beside);
    }
    NdArray array = beside.get(name);
    if (array == null) {
      array = find(parameter, parameter.name() + "." + name, initial);
      beside.put(name, array);
    }
    return array.storage();
  }

  private NdArray find(Parameter parameter, String full, double initial) {
    NdArray array = arrays.get(full);
    if (array == null) {
      array = NdArray.zeros(parameter.value().type(), parameter.shape());
      for (int i = 0; initial != 0 && i < array.shape().size(); i++) {
        array.set(i, initial);
      }
      arrays.put(full, array);
    }
    if (!array.shape().equals(parameter.shape()) || array.type() != parameter.value().type()) {
      throw new ShapeException(
          "optimiser state %s is %s, its parameter is %s; restore the state of this very model"
              .formatted(full, array, parameter.value()));
    }
    return array;
  }

  SortedMap<String, NdArray> arrays() {
    return arrays;
  }

  void restore(SortedMap<String, NdArray> saved) {
    arrays.clear();
    known.clear();
    saved.forEach((name, array) -> arrays.put(name, array.copy()));
    arrays.putIfAbsent(STEP, NdArray.zeros(DType.F64, Shape.SCALAR));
  }
}
