/**
 * Training: {@link vae.experiments.training.Trainer} turns minibatches into steps, {@link
 * vae.experiments.training.RandomStreams} names the run's randomness, {@link
 * vae.experiments.training.Callback} is the slot of what takes part between steps. Packages below
 * hold the slots of optimizers and schedules, and of what happens at NaN and infinity. Start at
 * {@code Trainer}. May depend on core and data.
 */
package vae.experiments.training;
