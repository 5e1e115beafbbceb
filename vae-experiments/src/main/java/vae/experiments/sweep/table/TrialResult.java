package vae.experiments.sweep.table;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.sweep.TrialRecord;

/**
 * A trial and what became of it.
 *
 * @param record how it ended, failed or paused; empty while nothing is known
 * @param folder its run folder; empty where none was kept
 */
public record TrialResult(
    String id, long seed, Optional<TrialRecord> record, Optional<Path> folder) {

  public TrialState state() {
    return TrialState.of(record);
  }

  /** The digest; empty text where there is none. */
  public String digest() {
    return record.map(TrialRecord::digest).orElse("");
  }

  /** Why it failed or diverged; empty text otherwise. */
  public String message() {
    return record.map(TrialRecord::message).orElse("");
  }

  /** Epochs trained; 0 where that is not known. */
  public int epoch() {
    return record.map(TrialRecord::epoch).orElse(0);
  }

  /** Seconds of wall time; 0 where that is not known. */
  public double seconds() {
    return record.map(TrialRecord::seconds).orElse(0.0);
  }

  /** Names of its metrics: the final ones, or of a paused trial those of its last rung. */
  public Set<String> metrics() {
    return record.map(it -> it.metrics().keySet()).orElse(Set.of());
  }

  public OptionalDouble value(String metric) {
    Measured measured = measured(metric);
    return measured == null ? OptionalDouble.empty() : OptionalDouble.of(measured.value());
  }

  /** Monte-Carlo standard error of a metric: 0 where it is exact, empty where not measured. */
  public OptionalDouble standardError(String metric) {
    Measured measured = measured(metric);
    return measured == null ? OptionalDouble.empty() : measured.standardError();
  }

  Quantities quantities() {
    return record.map(TrialRecord::quantities).orElse(Quantities.STANDARD);
  }

  private Measured measured(String metric) {
    return record.map(it -> it.metrics().get(metric)).orElse(null);
  }

  /** The value that counts in summaries: the final one of a complete trial. */
  OptionalDouble finalValue(String metric) {
    return state() == TrialState.COMPLETE ? value(metric) : OptionalDouble.empty();
  }
}
