/**
 * Sweeps on SLURM: {@link vae.experiments.sweep.slurm.SlurmLauncher} submits trials as job arrays
 * and gathers their records, {@link vae.experiments.sweep.slurm.Submission} is an array's folder
 * below {@code attempts/}, and {@link vae.experiments.sweep.slurm.ArrayTask} is what a task of one
 * does. Start at {@code SlurmLauncher}. May depend on {@code sweep}, {@code sweep.worker} and what
 * those may use.
 */
package vae.experiments.sweep.slurm;
