package vae.core.wiring;

import vae.core.spec.Spec;

/** Makes a component from its spec alone, or with other components that its spec holds. */
@FunctionalInterface
public interface ComponentFactory<T, S extends Spec> extends ModelComponentFactory<T, S> {

  /**
   * @throws vae.core.spec.SpecException where the spec does not fit, with the path below the
   *     component
   */
  T create(S spec, Site at);

  @Override
  default T create(S spec, ModelSite at) {
    return create(spec, (Site) at);
  }
}
