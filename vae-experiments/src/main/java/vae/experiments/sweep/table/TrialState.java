package vae.experiments.sweep.table;

import java.util.Locale;
import java.util.Optional;
import vae.experiments.sweep.TrialRecord;

/** Where a trial stands. */
public enum TrialState {
  COMPLETE,
  /** Met NaN or infinity: a result without final metrics. */
  DIVERGED,
  FAILED,
  /** Trained to the end of a rung and not beyond. */
  PAUSED,
  /** Nothing is known of it yet. */
  PENDING;

  /** By a trial's record; pending where there is none. */
  static TrialState of(Optional<TrialRecord> record) {
    return record.map(it -> valueOf(it.status().name())).orElse(PENDING);
  }

  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }
}
