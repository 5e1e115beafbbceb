package vae.experiments.sweep.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Rungs;

/**
 * Successive halving: which trials go on after each rung. A pure function of the plan and what the
 * records say of the rungs, so that it does not matter who ran what in which order.
 *
 * <p>When all trials have reached a rung, groups (trials that differ in their seeds alone) are
 * ranked by the mean of the metric over their seeds; a group of which a trial diverged or failed
 * comes last, and ties are broken by the group's id. Of n groups, ⌈n / factor⌉ go on. Source:
 * Jamieson and Talwalkar (2016), synchronous, with rungs that are resumed.
 */
public final class Promotions {

  private final List<Trial> trials;
  private final Rungs rungs;
  private final Goal goal;

  public Promotions(List<Trial> trials, Rungs rungs, Goal goal) {
    this.trials = List.copyOf(trials);
    this.rungs = rungs;
    this.goal = goal;
  }

  /**
   * What is to run before anything further can be decided: trials that have not reached the lowest
   * unfinished rung, or, past all rungs, have not ended. Empty when the sweep has ended.
   *
   * @param over ids of trials that are not run again although they have no result: they failed
   */
  public List<Task> next(Records records, Set<String> over) {
    List<Trial> alive = trials;
    for (int epoch : rungs.epochs()) {
      List<Task> missing = new ArrayList<>();
      for (Trial trial : alive) {
        if (!reached(records, trial, epoch) && !over.contains(trial.id())) {
          missing.add(new Task(trial, epoch));
        }
      }
      if (!missing.isEmpty()) {
        return missing;
      }
      alive = promoted(alive, epoch, records);
    }
    return unended(alive, records, over);
  }

  /** The whole of each trial that has no result and is not over. */
  static List<Task> unended(List<Trial> trials, Records records, Set<String> over) {
    return trials.stream()
        .filter(trial -> !over.contains(trial.id()))
        .filter(trial -> records.of(trial).filter(it -> it.status().isFinal()).isEmpty())
        .map(Task::whole)
        .toList();
  }

  /** Trials that reached a rung and were not promoted from it. */
  public int stopped(Records records) {
    List<Trial> alive = trials;
    int stopped = 0;
    for (int epoch : rungs.epochs()) {
      boolean decided = alive.stream().allMatch(it -> over(records, it, epoch));
      if (!decided) {
        return stopped;
      }
      Set<String> on = new HashSet<>();
      List<Trial> next = promoted(alive, epoch, records);
      next.forEach(trial -> on.add(trial.id()));
      for (Trial trial : alive) {
        stopped += on.contains(trial.id()) || records.of(trial).isPresent() ? 0 : 1;
      }
      alive = next;
    }
    return stopped;
  }

  private static boolean over(Records records, Trial trial, int epoch) {
    return reached(records, trial, epoch) || records.of(trial).isPresent();
  }

  /** A trial that diverged reaches no further rung: its result is known. */
  private static boolean reached(Records records, Trial trial, int epoch) {
    return records.paused(trial, epoch).isPresent() || diverged(records, trial);
  }

  private static boolean diverged(Records records, Trial trial) {
    return records.of(trial).filter(it -> it.status() == TrialRecord.Status.DIVERGED).isPresent();
  }

  private List<Trial> promoted(List<Trial> alive, int epoch, Records records) {
    Map<String, List<Trial>> groups = new LinkedHashMap<>();
    alive.forEach(
        trial -> groups.computeIfAbsent(trial.group(), _ -> new ArrayList<>()).add(trial));
    Map<String, Double> scores = new HashMap<>();
    groups.forEach((group, of) -> scores.put(group, score(of, epoch, records)));
    Comparator<String> best = Comparator.comparing(scores::get);
    List<String> ranked = new ArrayList<>(groups.keySet());
    ranked.sort(best.thenComparing(Comparator.naturalOrder()));
    int count = (ranked.size() + rungs.factor() - 1) / rungs.factor();
    Set<String> on = Set.copyOf(ranked.subList(0, count));
    return alive.stream().filter(trial -> on.contains(trial.group())).toList();
  }

  /**
   * The mean of the metric over seeds, less is better; NaN, which sorts last, where one has none.
   */
  private double score(List<Trial> group, int epoch, Records records) {
    double sum = 0;
    for (Trial trial : group) {
      Optional<TrialRecord> paused = records.paused(trial, epoch);
      sum +=
          paused.isPresent() && !diverged(records, trial, epoch) ? value(paused.get()) : Double.NaN;
    }
    double mean = sum / group.size();
    return goal.maximize() ? 0.0 - mean : mean + 0.0;
  }

  /** A trial that diverged later had a value at this rung, which counts. */
  private static boolean diverged(Records records, Trial trial, int epoch) {
    return diverged(records, trial) && records.paused(trial, epoch).isEmpty();
  }

  private double value(TrialRecord record) {
    Measured measured = record.metrics().get(goal.metric());
    if (measured == null) {
      throw new RunFolderException(
          "trial %s has no %s after epoch %d; measured there are %s. Take one of these as metric"
              .formatted(record.trial(), goal.metric(), record.epoch(), record.metrics().keySet()));
    }
    return measured.value();
  }
}
