package vae.experiments.training.optimizer;

import vae.autodiff.optim.Optimizer;

/**
 * How parameters change: an optimiser and the course of its learning rate; slot {@code optimizer}.
 */
public interface OptimizerRule {

  Optimizer optimizer();

  /**
   * The learning rate of a step.
   *
   * @param step steps done so far, ≥ 0
   * @param steps steps of the whole training, ≥ 1
   */
  double rate(long step, long steps);

  interface Spec extends vae.core.spec.Spec {}
}
