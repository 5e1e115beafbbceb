/**
 * Data sets by name: where they are found, what they must contain, and how they are split.
 *
 * <p>A {@link vae.data.source.DataSource} (slot {@code data}) loads a {@link
 * vae.data.source.Dataset} of three {@link vae.data.source.Examples} parts from the {@link
 * vae.data.source.Locations}; {@link vae.data.source.PublishedSet} pins what MNIST and
 * Fashion-MNIST are and {@link vae.data.source.Fetch} downloads them. Start at {@code DataSource}.
 * May depend on {@code vae.data.format}, {@code vae.data.transform}, {@code vae.core.spec}, {@code
 * vae.core.wiring} and {@code vae.autodiff.random}.
 */
package vae.data.source;
