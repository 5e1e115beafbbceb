package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Adamax;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Adamax: Adam with the largest recent gradient in place of the second moment.
 *
 * <p>\[ u \leftarrow \max(\beta_2 u, |g| + \epsilon), \qquad w \leftarrow w - \eta \frac{m /
 * (1-\beta_1^t)}{u} \]
 *
 * <p>with m as in Adam. Steps are at most about η per element however rare a large gradient is;
 * used for the VampPrior and Householder flows. Defaults are PyTorch's.
 *
 * <p>Source: Kingma and Ba (2015), algorithm 2.
 */
public record AdamaxOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Adam with the largest recent gradient in place of the second moment.",
      source = "Kingma and Ba (2015), algorithm 2, as in PyTorch")
  public record Spec(
      @Default("0.002") @Describe("learning rate, above 0") double learningRate,
      @Default("0.9") @Describe("decay of the first moment, 0 to below 1") double beta1,
      @Default("0.999") @Describe("decay of the largest gradient, 0 to below 1") double beta2,
      @Default("1e-8") @Describe("added to the magnitude of the gradient, at least 1e-30")
          double epsilon,
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
      Require.between("beta1", beta1, 0, 0.999999);
      Require.between("beta2", beta2, 0, 0.999999);
      Require.between("epsilon", epsilon, 1e-30, 1);
    }
  }

  @Override
  public Optimizer optimizer() {
    Adamax adamax = new Adamax(spec.beta1(), spec.beta2(), spec.epsilon());
    return WeightDecay.coupled(adamax, spec.weightDecay());
  }
}
