package vae.core.wiring;

import vae.core.spec.ComponentFactory;
import vae.core.spec.Spec;

/**
 * One line of a slot's module: a name in JSON, the record it is read into, and the factory.
 *
 * @param slot the slot's name in JSON, such as {@code prior}
 * @param name the component's type name in JSON, such as {@code standard-normal}
 * @param specType the record
 * @param factory makes the component; injected
 */
public record Component<T>(
    String slot,
    String name,
    Class<? extends Spec> specType,
    Class<? extends ComponentFactory<? extends T, ?>> factory) {}
