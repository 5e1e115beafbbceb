/**
 * The slots {@code data}, {@code missing}, {@code binarization} and {@code condition}: one line a
 * component, in {@link vae.data.wiring.DataModule}, {@link vae.data.wiring.MissingModule}, {@link
 * vae.data.wiring.BinarizationModule} and {@link vae.data.wiring.ConditionModule}. Start at {@code
 * DataModule}. May depend on every package of vae-data and on {@code vae.core.wiring}.
 */
package vae.data.wiring;
