/**
 * Named arrays in the safetensors format: {@link vae.experiments.run.safetensors.SafeTensors} reads
 * and writes a file, sealed by its own hash where asked. It stands here and not among the formats
 * of {@code vae.data.format} because its header is JSON, and the data have no JSON library.
 */
package vae.experiments.run.safetensors;
