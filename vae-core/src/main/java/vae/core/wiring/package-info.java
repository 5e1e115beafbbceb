/**
 * From names in JSON to components: {@link vae.core.wiring.SlotModule} holds a slot's lines, {@link
 * vae.core.wiring.Catalogue} is every slot's lines together, {@link vae.core.wiring.Factories}
 * makes components, each at its {@link vae.core.wiring.Site}. Start at {@code SlotModule}. May
 * depend on {@code vae.core.spec}, {@code vae.core.model}, {@code vae.autodiff.nn} and Guice.
 */
package vae.core.wiring;
