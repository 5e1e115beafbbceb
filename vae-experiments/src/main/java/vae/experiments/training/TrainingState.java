package vae.experiments.training;

import java.util.function.Consumer;

/** Where training stands. */
public interface TrainingState {

  int epoch();

  long step();

  int stepsPerEpoch();

  /** The model at its present parameters, which a callback reads and never writes. */
  Model model();

  /**
   * Reads the model at the parameters that it is evaluated at, averaged where a callback averages
   * them, with the noise that belongs to them; training then continues from its own.
   */
  void atEvaluated(Runnable reading);

  /**
   * Shows the model at these parameters with some held-out examples.
   *
   * @param most of the examples, ≥ 1
   */
  void show(int most, Consumer<Shown> to);
}
