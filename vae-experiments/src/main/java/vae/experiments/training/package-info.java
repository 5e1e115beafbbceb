/**
 * Training: {@link vae.experiments.training.Trainer} turns minibatches into steps, {@link
 * vae.experiments.training.RandomStreams} names the run's randomness, {@link
 * vae.experiments.training.OptimizerRule} is the slot of optimisers, {@link
 * vae.experiments.training.DivergencePolicy} that of what happens at NaN and infinity, {@link
 * vae.experiments.training.Callback} that of what takes part between steps. Start at {@code
 * Trainer}. The package holds more than 25 files: the slots of optimisers, schedules, divergence
 * and callbacks stand beside the trainer that they take part in. May depend on core and data.
 */
package vae.experiments.training;
