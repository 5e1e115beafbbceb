package vae.models.prior;

import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;

/** Parameters away from their start, as training would leave them. */
final class MovedParameters {

  private MovedParameters() {}

  /** Adds a different number to each element of the parameters below the scope. */
  static void move(Parameters parameters, double by) {
    for (Parameter parameter : parameters.list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, parameter.value().get(i) + by * Math.sin(3 * i + 1.0));
      }
    }
  }
}
