/** Decoders, one final class each. May depend on {@code vae.core}. */
package vae.models.decoder;
