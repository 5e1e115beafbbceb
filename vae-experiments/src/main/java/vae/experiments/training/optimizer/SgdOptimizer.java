package vae.experiments.training.optimizer;

import vae.autodiff.optim.Momentum;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** Stochastic gradient descent with momentum, in PyTorch's form. */
public record SgdOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Stochastic gradient descent with momentum: u <- momentum u + g, w <- w - rate u.",
      source = "Polyak (1964), in the form of PyTorch's SGD")
  public record Spec(
      @Default("0.001") @Describe("learning rate, above 0") double learningRate,
      @Default("0.0") @Describe("share of the last step that is kept, 0 to below 1")
          double momentum,
      @Default("{\"type\": \"constant\"}") @Describe("course of the learning rate")
          LearningRate.Spec schedule)
      implements OptimizerRule.Spec {

    public Spec {
      Require.positive("learningRate", learningRate);
      Require.between("momentum", momentum, 0, 0.999999);
    }
  }

  @Override
  public Optimizer optimizer() {
    return new Momentum(spec.momentum());
  }

  @Override
  public double rate(long step, long steps) {
    return spec.learningRate() * schedule.factor(step, steps);
  }
}
