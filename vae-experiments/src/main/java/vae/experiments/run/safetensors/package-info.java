/**
 * Named arrays in the safetensors format: {@link vae.experiments.run.safetensors.SafeTensors} reads
 * and writes a file, sealed by its own hash where asked.
 */
package vae.experiments.run.safetensors;
