package vae.experiments.trained;

import vae.experiments.run.checkpoint.CheckpointFiles;

/** Which of a run's parameters a trained model has. */
public enum TrainedParameters {
  /** Those that the run's results are about: after the last epoch, or as a callback left them. */
  FINAL(CheckpointFiles.FINAL),
  /** Those with the greatest bound on the validation part; no reported result is about them. */
  BEST(CheckpointFiles.BEST);

  private final String file;

  TrainedParameters(String file) {
    this.file = file;
  }

  String file() {
    return file;
  }
}
