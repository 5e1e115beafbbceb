/**
 * What a run resumes from: {@link vae.experiments.run.checkpoint.Checkpoint} is one state of
 * training, {@code Snapshot} writes one, {@link vae.experiments.run.checkpoint.Cadence} says when,
 * {@code PanelsFile} holds the arrays that the report draws.
 */
package vae.experiments.run.checkpoint;
