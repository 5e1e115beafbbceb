package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.RmsProp;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * RMSprop: steps scaled by the root of a running mean of squared gradients.
 *
 * <p>\[ v \leftarrow \alpha v + (1-\alpha) g^2, \quad u \leftarrow \mu u + \frac{g}{\sqrt{v} +
 * \epsilon}, \quad w \leftarrow w - \eta u \]
 *
 * <p>Centered, v is the gradient's variance. Nothing corrects v for its start at 0: the first steps
 * are about 1/√(1−α) times as long. Defaults are PyTorch's.
 *
 * <p>Source: Tieleman and Hinton (2012), lecture 6.5; centered: Graves (2013).
 */
public record RmsPropOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Steps scaled by the root of a running mean of squared gradients.",
      source = "Tieleman and Hinton (2012), lecture 6.5, as in PyTorch")
  public record Spec(
      @Default("0.01") @Describe("learning rate, above 0") double learningRate,
      @Default("0.99") @Describe("decay of the mean of squares, 0 to below 1") double alpha,
      @Default("1e-8") @Describe("added to its root, at least 1e-30") double epsilon,
      @Default("0.0") @Describe("share of the last step that is kept, 0 to below 1")
          double momentum,
      @Default("false") @Describe("whether steps are scaled by the variance instead")
          boolean centered,
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
      Require.between("alpha", alpha, 0, 0.999999);
      Require.between("epsilon", epsilon, 1e-30, 1);
      Require.between("momentum", momentum, 0, 0.999999);
    }
  }

  @Override
  public Optimizer optimizer() {
    RmsProp rmsProp = new RmsProp(spec.alpha(), spec.epsilon(), spec.momentum(), spec.centered());
    return WeightDecay.coupled(rmsProp, spec.weightDecay());
  }
}
