package vae.core.spec;

/**
 * Makes a component from its spec.
 *
 * <p>A factory is the place where a spec (what the JSON says) meets the run (data shape, latent
 * size, parameters, other slots): the spec is the argument, the run comes by constructor injection.
 *
 * @param <T> the slot's interface
 * @param <S> the spec's record
 */
public interface ComponentFactory<T, S extends Spec> {

  /**
   * @throws SpecException where the spec does not fit the run, with the path below the component
   */
  T create(S spec);
}
