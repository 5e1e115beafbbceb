/**
 * Which values of a data set are known, one final class each: {@link
 * vae.data.missing.MissingNumbers}, {@link vae.data.missing.MaskFile}, {@link
 * vae.data.missing.MissingAtRandom}. Start at {@link vae.data.missing.MissingValues}. May depend on
 * {@code vae.data.format}, {@code vae.core.spec} and {@code vae.autodiff.random}.
 */
package vae.data.missing;
