package vae.experiments.training.optimizer;

import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** Adam: steps scaled by running moments of the gradient. */
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
          LearningRate.Spec schedule)
      implements OptimizerRule.Spec {

    public Spec {
      Require.positive("learningRate", learningRate);
      Require.between("beta1", beta1, 0, 0.999999);
      Require.between("beta2", beta2, 0, 0.999999);
      Require.positive("epsilon", epsilon);
    }
  }

  /** The paper's constants with a constant learning rate, above 0. */
  public static AdamOptimizer constant(double learningRate) {
    Spec spec = new Spec(learningRate, 0.9, 0.999, 1e-8, new LearningRate.Constant());
    return new AdamOptimizer(spec, Schedule.constant());
  }

  @Override
  public Optimizer optimizer() {
    return new Adam(spec.beta1(), spec.beta2(), spec.epsilon());
  }

  @Override
  public double rate(long step, long steps) {
    return spec.learningRate() * schedule.factor(step, steps);
  }
}
