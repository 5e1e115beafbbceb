package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Momentum;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;

/**
 * Stochastic gradient descent with momentum, in PyTorch's form.
 *
 * <p>\[ u \leftarrow \mu u + g, \qquad w \leftarrow w - \eta u \]
 *
 * <p>Source: Polyak (1964).
 */
public record SgdOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Stochastic gradient descent with momentum: u <- momentum u + g, w <- w - rate u.",
      source = "Polyak (1964), in the form of PyTorch's SGD")
  public record Spec(
      @Default("0.001") @Describe("learning rate, above 0") double learningRate,
      @Default("0.0") @Describe("share of the last step that is kept, 0 to below 1")
          double momentum,
      @Default("{\"type\": \"constant\"}") @Describe("course of the learning rate")
          LearningRate.Spec schedule,
      @Since("0.2.0")
          @Default("0.0")
          @Describe("weight of the L2 penalty whose gradient is added, at least 0")
          double weightDecay,
      @Since("0.2.0") @Describe("largest norm of the whole gradient, above 0; null for no limit")
          Optional<Double> clipNorm,
      @Since("0.2.0") @Describe("largest magnitude of its elements, above 0; null for no limit")
          Optional<Double> clipValue)
      implements OptimizerRule.Spec {

    public Spec {
      OptimizerRule.Spec.require(learningRate, weightDecay, clipNorm, clipValue);
      Require.between("momentum", momentum, 0, 0.999999);
    }
  }

  @Override
  public Optimizer optimizer() {
    return WeightDecay.coupled(new Momentum(spec.momentum()), spec.weightDecay());
  }
}
