/**
 * Whether a folder holds what was written: {@link vae.experiments.run.verification.Verification}
 * checks every file against manifest, checkpoints, journal and digest, {@link
 * vae.experiments.run.verification.ManifestSignature} who vouches for it.
 */
package vae.experiments.run.verification;
