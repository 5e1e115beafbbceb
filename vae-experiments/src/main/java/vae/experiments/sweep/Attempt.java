package vae.experiments.sweep;

import java.nio.file.Path;
import java.util.Optional;

/** What came of one attempt at a task. */
public sealed interface Attempt {

  /** The task was done, or failed. */
  record Ended(TrialRecord record, Optional<Path> folder) implements Attempt {}

  /** The task is left as it is, for later or to someone else. */
  record Left(String reason) implements Attempt {}
}
