package vae.core.spec;

/**
 * The description of a component: a record whose components are the keys of its JSON object.
 *
 * <p>A spec is an immutable record. It checks its own domain in its canonical constructor (see
 * {@link Require}), names each default once with {@link Default} and says what each key means with
 * {@link Describe}. Reading JSON, writing the resolved spec, the JSON Schema and {@code vae
 * components} are all derived from the record.
 */
public interface Spec {}
