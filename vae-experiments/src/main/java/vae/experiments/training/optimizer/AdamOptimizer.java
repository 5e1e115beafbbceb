package vae.experiments.training.optimizer;

import java.util.Optional;
import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.autodiff.optim.WeightDecay;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;

/**
 * Adam: steps scaled by running moments of the gradient.
 *
 * <p>\[ w \leftarrow w - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon} \]
 *
 * <p>with m and v as in {@link Adam}. Burda et al. (2016) start v at 1 for the gradient summed over
 * 20 examples: 1/400 for the mean, which shortens the first steps.
 *
 * <p>Source: Kingma and Ba (2015), algorithm 1.
 */
public record AdamOptimizer(Spec spec, Schedule schedule) implements OptimizerRule {

  @Describe(
      value = "Adam: steps scaled by running moments of the gradient.",
      source = "Kingma and Ba (2015), algorithm 1")
  public record Spec(
      @Default("0.001") @Describe("learning rate, above 0") double learningRate,
      @Default("0.9") @Describe("decay of the first moment, 0 to below 1") double beta1,
      @Default("0.999") @Describe("decay of the second moment, 0 to below 1") double beta2,
      @Default("1e-8") @Describe("added to the root of the second moment, above 0") double epsilon,
      @Default("{\"type\": \"constant\"}") @Describe("course of the learning rate")
          LearningRate.Spec schedule,
      @Since("0.2.0") @Default("0.0") @Describe("second moment before the first step, at least 0")
          double initialSecondMoment,
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
      Require.between("beta1", beta1, 0, 0.999999);
      Require.between("beta2", beta2, 0, 0.999999);
      Require.positive("epsilon", epsilon);
      Require.nonNegative("initialSecondMoment", initialSecondMoment);
    }
  }

  /** The paper's constants with a constant learning rate, above 0. */
  public static AdamOptimizer constant(double learningRate) {
    Spec spec =
        new Spec(
            learningRate,
            0.9,
            0.999,
            1e-8,
            new LearningRate.Constant(),
            0,
            0,
            Optional.empty(),
            Optional.empty());
    return new AdamOptimizer(spec, Schedule.constant());
  }

  @Override
  public Optimizer optimizer() {
    Adam adam = new Adam(spec.beta1(), spec.beta2(), spec.epsilon(), spec.initialSecondMoment());
    return WeightDecay.coupled(adam, spec.weightDecay());
  }
}
