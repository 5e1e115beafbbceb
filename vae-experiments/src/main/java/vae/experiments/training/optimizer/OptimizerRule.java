package vae.experiments.training.optimizer;

import java.util.Optional;
import java.util.OptionalDouble;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.GradientClipping;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.optim.Schedule;
import vae.core.spec.Require;

/**
 * How parameters change: an optimizer and the course of its learning rate; slot {@code optimizer}.
 */
public interface OptimizerRule {

  Spec spec();

  Schedule schedule();

  /** A new optimizer, before its first step. */
  Optimizer optimizer();

  /** The learning rate of the next step. */
  default double rate(Elapsed elapsed) {
    return spec().learningRate() * schedule().factor(elapsed);
  }

  /** A new optimizer whose gradients are clipped as the spec says. */
  default Optimizer clipped() {
    Optional<Double> norm = spec().clipNorm();
    Optional<Double> value = spec().clipValue();
    return norm.isEmpty() && value.isEmpty()
        ? optimizer()
        : new GradientClipping(optimizer(), limit(norm), limit(value));
  }

  private static OptionalDouble limit(Optional<Double> of) {
    return of.isPresent() ? OptionalDouble.of(of.get()) : OptionalDouble.empty();
  }

  /** What every optimizer's spec says. */
  interface Spec extends vae.core.spec.Spec {

    double learningRate();

    LearningRate.Spec schedule();

    default Optional<Double> clipNorm() {
      return Optional.empty();
    }

    default Optional<Double> clipValue() {
      return Optional.empty();
    }

    /** Refuses a rate, a decay or limits outside their domains. */
    static void require(
        double learningRate,
        double weightDecay,
        Optional<Double> clipNorm,
        Optional<Double> clipValue) {
      Require.positive("learningRate", learningRate);
      Require.nonNegative("weightDecay", weightDecay);
      clipNorm.ifPresent(norm -> Require.positive("clipNorm", norm));
      clipValue.ifPresent(value -> Require.positive("clipValue", value));
    }
  }
}
