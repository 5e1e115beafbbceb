/**
 * What a run folder says, read with types: {@link vae.experiments.recorded.RecordedRun} is the one
 * reading of spec, result and provenance that citations and comparisons use. Start there. A value
 * of another type than it must have is a {@link vae.experiments.recorded.RecordException}. May
 * depend on folders, specs and the value types of {@code evaluation}, never on models.
 */
package vae.experiments.recorded;
