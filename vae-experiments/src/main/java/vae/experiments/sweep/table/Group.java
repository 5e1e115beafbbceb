package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * Trials that differ in nothing but the seed.
 *
 * @param id the group's identity: its resolved spec without the seed
 * @param label what sets it apart from the other groups, such as {@code noise.sigma=0.1,
 *     posterior=diagonal}; unique among them
 * @param values the same by full path; a path that its spec does not have is not in it
 */
public record Group(
    String id, String label, SequencedMap<String, JsonNode> values, List<TrialResult> trials) {

  public Group {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    trials = List.copyOf(trials);
  }

  public int count(TrialState state) {
    return (int) trials.stream().filter(it -> it.state() == state).count();
  }

  /** Whether every one of its seeds is complete: only then does it compete for the best. */
  public boolean isComplete() {
    return count(TrialState.COMPLETE) == trials.size();
  }

  /**
   * A metric over the seeds that are complete; trials that diverged have no final metrics.
   *
   * @return empty where no complete trial has the metric
   */
  public Optional<MetricSummary> metric(String name) {
    List<Double> values = new ArrayList<>();
    double errors = 0;
    for (TrialResult trial : trials) {
      OptionalDouble value = trial.finalValue(name);
      if (value.isPresent()) {
        values.add(value.getAsDouble());
        errors += trial.standardError(name).orElse(Double.NaN); // one unknown, all unknown
      }
    }
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new MetricSummary(SeedSummary.of(values), errors / values.size()));
  }

  /**
   * This group's metric less the baseline's, seed by seed: of the seeds that both have, and no
   * others.
   *
   * <p>With \(d_s = a_s - b_s\) over the n common seeds: the mean of d, its standard deviation, and
   * \(t_{0.975, n-1}\, \mathrm{sd}(d) / \sqrt n\). What the seed does to both alike cancels.
   *
   * @return empty where they have no seed in common
   */
  public Optional<SeedSummary> difference(Group baseline, String metric) {
    Map<Long, Double> theirs = new HashMap<>();
    for (TrialResult trial : baseline.trials) {
      trial.finalValue(metric).ifPresent(value -> theirs.put(trial.seed(), value));
    }
    List<Double> differences = new ArrayList<>();
    for (TrialResult trial : trials) {
      OptionalDouble mine = trial.finalValue(metric);
      if (mine.isPresent() && theirs.containsKey(trial.seed())) {
        differences.add(mine.getAsDouble() - theirs.get(trial.seed()));
      }
    }
    return differences.isEmpty() ? Optional.empty() : Optional.of(SeedSummary.of(differences));
  }
}
