package vae.core.wiring;

import vae.core.spec.Spec;

/**
 * Where a component stands in an experiment; its factory makes the components that it holds here.
 */
public interface Site {

  /** Dotted JSON path of the component's spec, such as {@code likelihood.noise}. */
  String path();

  /**
   * The site below a key.
   *
   * @param key as the JSON writes it, such as {@code noise} or {@code layers[0]}
   */
  Site in(String key);

  /**
   * The component that the spec below a key describes.
   *
   * @param key as for {@link #in}; it is put before the path of the component's complaints
   * @throws vae.core.spec.SpecException where no component of the slot has a spec of this type, or
   *     the spec does not fit
   */
  <T> T make(Class<T> slot, String key, Spec spec);
}
