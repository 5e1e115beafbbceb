package vae.models.likelihood;

import java.util.List;
import java.util.function.Consumer;
import vae.autodiff.tape.Parameter;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

/** What a component of this package adds to the parameters of a model of three dimensions. */
final class LikelihoodParameters {

  private LikelihoodParameters() {}

  /** The parameters of a component at a path, sorted by name. */
  static List<Parameter> of(String path, Consumer<ModelSite> component) {
    ModelSite root = ModelSites.of(3, 2, 3);
    component.accept(root.in(path));
    return root.parameters().list();
  }
}
