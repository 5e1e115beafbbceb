package vae.experiments.training;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;

/** The parameters that a model is evaluated at; closing it gives it back those of training. */
public final class EvaluatedParameters implements AutoCloseable {

  private final List<Parameter> parameters;
  private final List<NdArray> training;

  /**
   * Overwrites the parameters that have a value.
   *
   * @param values by the parameters' names; empty to evaluate at those of training
   */
  EvaluatedParameters(List<Parameter> parameters, SortedMap<String, NdArray> values) {
    this.parameters = values.isEmpty() ? List.of() : parameters;
    training = this.parameters.stream().map(parameter -> parameter.value().copy()).toList();
    this.parameters.stream()
        .filter(parameter -> values.containsKey(parameter.name()))
        .forEach(parameter -> parameter.value().set(values.get(parameter.name())));
  }

  /** Overwrites none, and gives all of them back. */
  static EvaluatedParameters own(List<Parameter> parameters) {
    SortedMap<String, NdArray> values = new TreeMap<>();
    parameters.forEach(parameter -> values.put(parameter.name(), parameter.value()));
    return new EvaluatedParameters(parameters, values);
  }

  @Override
  public void close() {
    for (int i = 0; i < training.size(); i++) {
      parameters.get(i).value().set(training.get(i));
    }
  }
}
