/**
 * Runs and their folders: {@link vae.experiments.run.Runner} trains and evaluates, {@link
 * vae.experiments.run.RunFolder} is owned by one process, {@link vae.experiments.run.Digest} and
 * {@link vae.experiments.run.RunId} say what was computed, {@link vae.experiments.run.Checkpoint}
 * and {@link vae.experiments.run.SafeTensors} hold arrays, {@link vae.experiments.run.Cadence} says
 * when checkpoints are written. Files go through {@link vae.experiments.folder.Folder}. {@link
 * vae.experiments.run.Verification} checks a folder's files, {@link
 * vae.experiments.run.Reproduction} makes a run again and compares it step by step with its
 * journal. Start at {@code Runner}. May depend on {@code folder}, {@code spec}, {@code training},
 * {@code evaluation}, {@code citation} and {@code report}.
 */
package vae.experiments.run;
