/**
 * The experiment as JSON: what may be written, how it is read, and the one form that is hashed.
 *
 * <p>{@link vae.experiments.spec.SpecReader} turns text into a {@link
 * vae.experiments.spec.Resolved} spec, that is an {@link vae.experiments.spec.ExperimentSpec} with
 * every default written out. All of it is derived from the records by {@link
 * vae.experiments.spec.Structure}: reading ({@code Binder}), writing ({@link
 * vae.experiments.spec.SpecWriter}), changing single keys ({@code Settings}) and the JSON Schema
 * ({@link vae.experiments.spec.SchemaWriter}). {@link vae.experiments.spec.CanonicalJson} gives the
 * bytes that identify a spec. It has more than 25 files, as all of them work on one structure.
 * Start at {@code SpecReader}. May depend on {@code vae.core.spec} and {@code vae.core.wiring}, on
 * the types of the slots, and on Jackson's tree.
 */
package vae.experiments.spec;
