package vae.core.wiring;

import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/** The site of data sources, optimisers and others that are no part of a model. */
record OutsideModel(Factories factories, Explanation explanation, Place place) implements Site {

  @Override
  public String path() {
    return place.path();
  }

  @Override
  public Site in(String key) {
    return new OutsideModel(factories, explanation, place.in(key));
  }

  @Override
  public <T> T make(Class<T> slot, String key, Spec spec) {
    Place inner = place.in(key);
    Site at = new OutsideModel(factories, explanation, inner.ofComponent());
    return factories.make(
        slot,
        inner,
        spec,
        explanation,
        factory -> {
          if (factory instanceof ComponentFactory<?, Spec> free) {
            return free.create(spec, at);
          }
          throw SpecException.because(
              "type",
              "this component can be made only as part of a model",
              "Name it where a model's component stands.");
        });
  }
}
