/**
 * Sets of others, by name: the files that each must be, and what is read from them.
 *
 * <p>A {@link vae.data.published.PinnedSet} has a known content: {@link
 * vae.data.published.PublishedSet} is one that {@link vae.data.published.Fetch} downloads, {@link
 * vae.data.published.UnmirroredSet} and {@link vae.data.published.BroughtFiles} are brought by
 * users. Start at {@code PinnedSet}; {@code StaticMnist} is the smallest source. May depend on
 * {@code vae.data.source} and on what that may depend on.
 */
package vae.data.published;
