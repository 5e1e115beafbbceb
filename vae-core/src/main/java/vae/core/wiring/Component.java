package vae.core.wiring;

import vae.core.spec.Spec;

/**
 * One line of a slot's module.
 *
 * @param slot the slot's name in JSON, such as {@code prior}
 * @param name the component's type name in JSON, such as {@code standard-normal}
 */
public record Component(String slot, String name, Class<? extends Spec> specType) {}
