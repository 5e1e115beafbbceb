package vae.experiments.study;

import vae.experiments.run.PausedRun;

/** A study was told to stop: its run left a checkpoint, and the study continues from there. */
public final class StoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoppedException(PausedRun run) {
    super(run.folder() + ": stopped in epoch " + (run.epoch() + 1));
  }
}
