package vae.experiments.training;

import java.util.List;
import java.util.SortedMap;
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

  @Override
  public void close() {
    for (int i = 0; i < training.size(); i++) {
      parameters.get(i).value().set(training.get(i));
    }
  }
}
