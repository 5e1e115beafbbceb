package vae.experiments.training;

/** Where training stands. */
public interface TrainingState {

  int epoch();

  long step();

  int stepsPerEpoch();

  /** The model at its present parameters, which a callback reads and never writes. */
  Model model();
}
