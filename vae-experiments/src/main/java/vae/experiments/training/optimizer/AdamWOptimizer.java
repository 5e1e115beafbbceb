package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * AdamW: Adam with weights that decay by themselves, whatever the size of their gradients.
 *
 * <p>\[ w \leftarrow (1 - \eta \lambda) w, \qquad w \leftarrow w - \eta \frac{m /
 * (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon} \]
 *
 * <p>with m and v as in {@link Adam}; biases decay too. Defaults are PyTorch's.
 *
 * <p>Source: Loshchilov and Hutter (2019), algorithm 2.
 */
public record AdamWOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Adam with weights that decay by themselves, whatever their gradients.",
      source = "Loshchilov and Hutter (2019), algorithm 2, as in PyTorch")
  public record Spec(
      @Default("0.001") @Describe("learning rate, above 0") double learningRate,
      @Default("0.9") @Describe("decay of the first moment, 0 to below 1") double beta1,
      @Default("0.999") @Describe("decay of the second moment, 0 to below 1") double beta2,
      @Default("1e-8") @Describe("added to the root of the second moment, above 0") double epsilon,
      @Default("0.01")
          @Describe(
              "share lambda of the weights that a learning rate of 1 would remove, at least 0")
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
      Require.positive("epsilon", epsilon);
    }
  }

  @Override
  public Optimizer optimizer() {
    Adam adam = new Adam(spec.beta1(), spec.beta2(), spec.epsilon());
    return WeightDecay.decoupled(adam, spec.weightDecay());
  }
}
