/**
 * The one way to run another program: {@link vae.experiments.process.Command} says what to run and
 * {@link vae.experiments.process.Outcome} how it ended. Start at {@code Command}. May depend on the
 * JDK alone.
 */
package vae.experiments.process;
