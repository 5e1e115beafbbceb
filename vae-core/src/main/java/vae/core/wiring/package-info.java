/**
 * From names in JSON to components: {@link vae.core.wiring.SlotModule} holds a slot's lines, {@link
 * vae.core.wiring.Slot} makes its components, {@link vae.core.wiring.Catalogue} is every slot's
 * lines together. Start at {@code SlotModule}. May depend on {@code vae.core.spec} and Guice.
 */
package vae.core.wiring;
