/**
 * Data sets by name: where they are found, what they must contain, and how they are split.
 *
 * <p>A {@link vae.data.source.DataSource} (slot {@code data}) loads a {@link
 * vae.data.source.Dataset} of three {@link vae.data.source.Examples} parts from the {@link
 * vae.data.source.Locations}. Start at {@code DataSource}; sets of others are in {@code
 * vae.data.published}. May depend on {@code vae.data.format}, {@code vae.data.transform}, {@code
 * vae.core.spec}, {@code vae.core.wiring} and {@code vae.autodiff.random}.
 */
package vae.data.source;
