package vae.core.wiring;

import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/**
 * Makes the components of one slot from their specs; injected wherever a component holds another.
 *
 * @param <T> the slot's interface
 */
public interface Slot<T> {

  /**
   * The component that the spec describes.
   *
   * @throws SpecException where no component of the slot has a spec of this type, or the spec does
   *     not fit the run
   */
  T create(Spec spec);

  /**
   * The component whose spec stands under a key of another component's spec.
   *
   * @param key put before the path of its complaints
   * @throws SpecException as {@link #create(Spec)}, with the path below the outer component
   */
  default T create(String key, Spec spec) {
    try {
      return create(spec);
    } catch (SpecException e) {
      throw e.under(key);
    }
  }
}
