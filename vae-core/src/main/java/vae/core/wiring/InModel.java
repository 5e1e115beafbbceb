package vae.core.wiring;

import java.util.Optional;
import vae.autodiff.nn.Parameters;
import vae.core.model.Sizes;
import vae.core.model.TrainingExamples;
import vae.core.spec.Spec;

/** The site of a part of a model. */
record InModel(
    Factories factories,
    Explanation explanation,
    Place place,
    Parameters parameters,
    Sizes sizes,
    Optional<TrainingExamples> examples)
    implements ModelSite {

  @Override
  public String path() {
    return place.path();
  }

  @Override
  public ModelSite in(String key) {
    return below(key, place.in(key));
  }

  @Override
  public ModelSite sized(Sizes other) {
    Optional<TrainingExamples> same = other.data() == sizes.data() ? examples : Optional.empty();
    return new InModel(factories, explanation, place, parameters, other, same);
  }

  @Override
  public <T> T make(Class<T> slot, String key, Spec spec) {
    Place inner = place.in(key);
    ModelSite at = below(key, inner.ofComponent());
    return factories.make(slot, inner, spec, explanation, factory -> factory.create(spec, at));
  }

  private InModel below(String key, Place inner) {
    String scope = key.replace("[", ".").replace("]", "");
    Parameters scoped = parameters.scope(scope.startsWith(".") ? scope.substring(1) : scope);
    return new InModel(factories, explanation, inner, scoped, sizes, examples);
  }
}
