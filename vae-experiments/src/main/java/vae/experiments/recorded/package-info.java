/**
 * What a run folder says, read with types: {@link vae.experiments.recorded.RecordedRun} is the one
 * reading of spec, result and provenance, for reports, citations, the index, tables, sweeps,
 * verification and reproduction. {@link vae.experiments.recorded.RecordedProvenance} also writes
 * its file. Start at {@code RecordedRun}. A value of another type than it must have is a {@link
 * vae.experiments.recorded.RecordException}. May depend on folders, specs and the value types of
 * {@code evaluation}, never on models.
 */
package vae.experiments.recorded;
