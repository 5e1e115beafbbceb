package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Adagrad;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Adagrad: steps scaled by the root of the sum of all squared gradients so far.
 *
 * <p>\[ s \leftarrow s + g^2, \qquad w \leftarrow w - \frac{\eta}{1 + (t-1) \delta}
 * \frac{g}{\sqrt{s} + \epsilon} \]
 *
 * <p>Steps only ever shorten: suited to sparse gradients and short trainings. Defaults are
 * PyTorch's.
 *
 * <p>Source: Duchi, Hazan and Singer (2011).
 */
public record AdagradOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Steps scaled by the root of the sum of all squared gradients.",
      source = "Duchi, Hazan and Singer (2011), as in PyTorch")
  public record Spec(
      @Default("0.01") @Describe("learning rate, above 0") double learningRate,
      @Default("0.0") @Describe("delta by which the learning rate decays, at least 0")
          double learningRateDecay,
      @Default("0.0") @Describe("sum before the first step, at least 0") double initialSum,
      @Default("1e-10") @Describe("added to its root, at least 1e-30") double epsilon,
      @Default("0.0") @Describe("weight of the L2 penalty whose gradient is added, at least 0")
          double weightDecay,
      @Describe("largest norm of the whole gradient, above 0; null for no limit")
          Optional<Double> clipNorm,
      @Describe("largest magnitude of its elements, above 0; null for no limit")
          Optional<Double> clipValue,
      @Default("{\"type\": \"constant\"}") @Describe("course of the learning rate")
          LearningRate.Spec schedule)
      implements OptimizerRule.Spec {

    public Spec {
      OptimizerRule.Spec.require(learningRate, weightDecay, clipNorm, clipValue);
      Require.nonNegative("learningRateDecay", learningRateDecay);
      Require.nonNegative("initialSum", initialSum);
      Require.between("epsilon", epsilon, 1e-30, 1);
    }
  }

  @Override
  public Optimizer optimizer() {
    Adagrad adagrad = new Adagrad(spec.learningRateDecay(), spec.initialSum(), spec.epsilon());
    return WeightDecay.coupled(adagrad, spec.weightDecay());
  }
}
