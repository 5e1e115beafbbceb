/**
 * Disks that fail, for tests: {@link vae.experiments.run.fault.WatchedProvider} hands every change
 * to a {@link vae.experiments.run.fault.Watch}, which may refuse it, end the process, or keep
 * account of what a power cut would leave ({@link vae.experiments.run.fault.Disk}). May depend on
 * nothing of ours.
 */
package vae.experiments.run.fault;
