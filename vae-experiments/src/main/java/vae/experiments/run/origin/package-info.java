/**
 * Runs that come from another one: {@link vae.experiments.run.origin.LongerTraining} continues one
 * that ended, to the bits of one that did not. Start there. May depend on runs and their folders.
 */
package vae.experiments.run.origin;
