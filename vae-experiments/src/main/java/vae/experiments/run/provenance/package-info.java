/**
 * What a run was made from: {@code Provenance} records code, libraries, machine, data and plugins;
 * {@code RecordedData} and {@code RecordedPlugins} hold a later run to the same ones.
 */
package vae.experiments.run.provenance;
