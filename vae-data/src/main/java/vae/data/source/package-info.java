/**
 * Data sets by name: where they are found, what they must contain, and how they are split.
 *
 * <p>A {@link vae.data.source.DataSource} (slot {@code data}) loads a {@link
 * vae.data.source.Dataset} of three {@link vae.data.source.Examples} parts from the {@link
 * vae.data.source.Locations}; {@link vae.data.source.PinnedSet} says which sets have a known
 * content: {@link vae.data.source.PublishedSet} those of others that {@link vae.data.source.Fetch}
 * downloads, {@link vae.data.source.UnmirroredSet} those that users bring. Start at {@code
 * DataSource}. May depend on {@code vae.data.format}, {@code vae.data.transform}, {@code
 * vae.core.spec}, {@code vae.core.wiring} and {@code vae.autodiff.random}.
 */
package vae.data.source;
