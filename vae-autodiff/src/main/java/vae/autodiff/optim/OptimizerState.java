package vae.autodiff.optim;

import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;

/** Named arrays beside parameters, and the count of steps. */
final class OptimizerState {

  private static final String STEP = "step";

  private final SortedMap<String, NdArray> arrays = new TreeMap<>();

  OptimizerState() {
    arrays.put(STEP, NdArray.zeros(DType.F64, Shape.SCALAR));
  }

  /** Counts a step and gives its number, 1 for the first. */
  long nextStep() {
    NdArray step = arrays.get(STEP);
    step.set(0, step.get(0) + 1);
    return (long) step.get(0);
  }

  /** The array that belongs to the parameter under the given name, zeros when it is new. */
  Object of(Parameter parameter, String name) {
    return arrays
        .computeIfAbsent(
            parameter.name() + "." + name,
            full -> NdArray.zeros(parameter.value().type(), parameter.shape()))
        .storage();
  }

  SortedMap<String, NdArray> arrays() {
    return arrays;
  }

  void restore(SortedMap<String, NdArray> saved) {
    arrays.clear();
    saved.forEach((name, array) -> arrays.put(name, array.copy()));
    arrays.putIfAbsent(STEP, NdArray.zeros(DType.F64, Shape.SCALAR));
  }
}
