/**
 * The slots {@code data} and {@code binarization}: one line a component, in {@link
 * vae.data.wiring.DataModule} and {@link vae.data.wiring.BinarizationModule}. Start at {@code
 * DataModule}. May depend on every package of vae-data and on {@code vae.core.wiring}.
 */
package vae.data.wiring;
