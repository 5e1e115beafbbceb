package vae.core.wiring;

import vae.core.spec.Spec;

/** Makes a component that needs the sizes or the parameters of its model. */
@FunctionalInterface
public interface ModelComponentFactory<T, S extends Spec> {

  /**
   * @throws vae.core.spec.SpecException where the spec does not fit the model, with the path below
   *     the component
   */
  T create(S spec, ModelSite at);
}
