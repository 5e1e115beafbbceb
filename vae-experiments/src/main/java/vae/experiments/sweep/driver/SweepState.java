package vae.experiments.sweep.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * How far a sweep is.
 *
 * @param stopped trained to a rung and not promoted: they need nothing further
 * @param diverged records of trials that met NaN or infinity, which is a result
 * @param unwritten why records could not be written, for which the sweep stopped; empty where it
 *     did not
 */
public record SweepState(
    int trials,
    int complete,
    int stopped,
    List<TrialRecord> diverged,
    List<TrialRecord> failed,
    String unwritten) {

  public SweepState(
      int trials, int complete, int stopped, List<TrialRecord> diverged, List<TrialRecord> failed) {
    this(trials, complete, stopped, diverged, failed, "");
  }

  public SweepState {
    diverged = List.copyOf(diverged);
    failed = List.copyOf(failed);
  }

  /** What the records say of the plan. */
  static SweepState of(List<Trial> trials, Optional<Promotions> promotions, Records records) {
    int complete = 0;
    List<TrialRecord> diverged = new ArrayList<>();
    List<TrialRecord> failed = new ArrayList<>();
    for (Trial trial : trials) {
      Optional<TrialRecord> record = records.of(trial);
      if (record.isPresent()) {
        switch (record.get().status()) {
          case COMPLETE -> complete++;
          case DIVERGED -> diverged.add(record.get());
          case FAILED -> failed.add(record.get());
          case PAUSED -> throw new IllegalStateException("a pause is no end: " + record.get());
        }
      }
    }
    int stopped = promotions.map(it -> it.stopped(records)).orElse(0);
    return new SweepState(trials.size(), complete, stopped, diverged, failed);
  }

  SweepState unwritten(String reason) {
    return new SweepState(trials, complete, stopped, diverged, failed, reason);
  }

  public int pending() {
    return trials - complete - stopped - diverged.size() - failed.size();
  }
}
