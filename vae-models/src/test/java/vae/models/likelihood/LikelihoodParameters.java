package vae.models.likelihood;

import java.util.List;
import java.util.function.Consumer;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.model.ModelContext;

/** What a component of this package adds to the parameters of a model of three dimensions. */
final class LikelihoodParameters {

  private LikelihoodParameters() {}

  /** The parameters that are made, sorted by name. */
  static List<Parameter> of(Consumer<ModelContext> component) {
    Parameters parameters = Parameters.of(DType.F64, Key.of(3));
    component.accept(new ModelContext(3, 2, 3, new double[3], parameters));
    return parameters.list();
  }
}
