/**
 * Arrays of numbers read from files that may be broken or hostile.
 *
 * <p>{@link vae.data.format.Idx}, {@link vae.data.format.Npy}, {@link vae.data.format.Npz}, {@link
 * vae.data.format.Mat} and {@link vae.data.format.Csv} each return a {@link
 * vae.data.format.RawArray}, within {@link vae.data.format.Limits}, or throw a {@link
 * vae.data.format.DataException} that names the file and the byte; {@link vae.data.format.Picture}
 * does so for single images. Start at {@code Npy}. Depends on the JDK only.
 */
package vae.data.format;
