/**
 * Named arrays in the safetensors format: {@link vae.experiments.run.safetensors.SafeTensors} reads
 * and writes a file, sealed by its own hash where asked.
 *
 * <p>It is not among the formats of {@code vae.data.format}, since no data source reads it and a
 * move would take three parts of this module along: the one strict mapper of JSON with its messages
 * ({@code spec.Json}), the error that runs are checked for ({@code
 * run.folder.CorruptFileException}, shared with the journal), and files that are opened without
 * following links and written in one step ({@code folder}).
 */
package vae.experiments.run.safetensors;
