/**
 * Slots {@code optimizer} and {@code schedule}: {@link
 * vae.experiments.training.optimizer.OptimizerRule} makes the optimizer of a run from its spec,
 * {@link vae.experiments.training.optimizer.LearningRate} its learning rate at each step. Start at
 * {@code OptimizerRule}, then read {@code AdamOptimizer}. May depend on core.
 */
package vae.experiments.training.optimizer;
