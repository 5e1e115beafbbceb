package vae.experiments.evaluation;

import java.util.List;
import vae.core.model.Quantity;

/**
 * Further quantities of a trained model on one part of the data; slot {@code metric}.
 *
 * <p>{@code evaluation.metrics} lists those of the final evaluation, {@code training.metrics} those
 * that are measured as well whenever held-out data are evaluated. What they measure is recorded
 * beside the metrics of every run and is in the second digest alone.
 */
public interface Metric {

  /** What {@link #measure} may put: none is a standard quantity or another metric's. */
  List<Quantity> quantities();

  /** Whether it is cheap enough to be measured between epochs. */
  boolean everyEpoch();

  /**
   * Measures the part.
   *
   * @param on the model on the part's examples
   * @param out receives values of {@link #quantities}
   */
  void measure(Evaluator on, Measurements out);

  /** What every metric's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
