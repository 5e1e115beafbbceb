package vae.experiments.training;

/** Where training stands. */
public interface TrainingState {

  /** Epochs done. */
  int epoch();

  /** Steps done. */
  long step();

  /** Steps per epoch. */
  int stepsPerEpoch();

  /** The model at its present parameters, which a callback reads and never writes. */
  Model model();
}
