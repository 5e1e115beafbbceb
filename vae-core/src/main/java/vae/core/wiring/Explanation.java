package vae.core.wiring;

import vae.core.spec.Spec;

/** Says in the user's terms why a component could not be made. */
@FunctionalInterface
public interface Explanation {

  /**
   * What to throw for a problem other than a complaint about the spec.
   *
   * @return the problem itself where there is nothing to add; a {@link
   *     vae.core.spec.SpecException}'s path is taken as one below the component
   */
  RuntimeException of(Spec spec, Throwable problem);
}
