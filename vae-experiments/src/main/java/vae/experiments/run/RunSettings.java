package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import vae.experiments.run.checkpoint.Cadence;

/**
 * Where runs are made and what they leave: a matter of convenience, no part of an experiment.
 *
 * @param finisher adds files to a finished folder before its manifest is written: the report
 * @param cadence when checkpoints are written and how many stay
 * @param resultOnly whether nothing but the returned result is wanted: folders then hold what an
 *     interrupted run resumes from, and whoever has noted the result removes them
 */
public record RunSettings(Path root, Finisher finisher, Cadence cadence, boolean resultOnly) {

  /** What is done with a finished folder before its manifest is written. */
  @FunctionalInterface
  public interface Finisher {

    /** Adds nothing. */
    Finisher NONE = _ -> {};

    void finish(Path folder) throws IOException;
  }

  /** Whole run folders below the root, without a report. */
  public static RunSettings in(Path root) {
    return new RunSettings(root, Finisher.NONE, Cadence.STANDARD, false);
  }

  /** The same with this done to finished folders. */
  public RunSettings finishedBy(Finisher last) {
    return new RunSettings(root, last, cadence, resultOnly);
  }

  public RunSettings withCheckpoints(Cadence every) {
    return new RunSettings(root, finisher, every, resultOnly);
  }

  /** The same, of which nothing but the returned result is wanted. */
  public RunSettings keepingNothing() {
    return new RunSettings(root, finisher, cadence, true);
  }
}
