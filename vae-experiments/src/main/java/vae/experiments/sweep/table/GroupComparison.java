package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.experiments.sweep.Goal;

/**
 * What a table shows: which metrics of which groups, in which order, against which baseline.
 *
 * @param baseline the group that the others are compared with, seed by seed
 */
public record GroupComparison(
    SweepResults results, List<Group> groups, List<String> metrics, Optional<Group> baseline) {

  public GroupComparison {
    groups = List.copyOf(groups);
    metrics = List.copyOf(metrics);
  }

  /**
   * What a person asks for.
   *
   * @param metrics by name, or by the part after the slash where that is enough; none for the usual
   * @param all whether to show every metric there is
   * @param baseline a group's id or label, or enough {@code name=value} of it; empty for none
   * @param sort a metric, best first; empty for the order of the plan
   */
  public record Choice(List<String> metrics, boolean all, String baseline, String sort) {

    /** The usual metrics in the order of the plan. */
    public static final Choice USUAL = new Choice(List.of(), false, "", "");

    public Choice {
      metrics = List.copyOf(metrics);
    }
  }

  /**
   * Makes the choice.
   *
   * @throws SpecException where a metric or the baseline is none of those that there are
   */
  public static GroupComparison of(SweepResults results, Choice choice) {
    Set<String> known = results.metrics();
    Set<String> metrics = new LinkedHashSet<>();
    choice.metrics().forEach(name -> metrics.add(metric(name, known, "--metric")));
    if (choice.all()) {
      metrics.addAll(known);
    } else if (metrics.isEmpty()) {
      metrics.addAll(usual(results, known));
    }
    Optional<Group> baseline =
        choice.baseline().isEmpty()
            ? Optional.empty()
            : Optional.of(Baseline.of(results, choice.baseline()));
    List<Group> groups =
        choice.sort().isEmpty()
            ? results.groups()
            : sorted(results, metric(choice.sort(), known, "--sort"));
    return new GroupComparison(results, groups, List.copyOf(metrics), baseline);
  }

  /** The sweep's metric, then what summaries show of the part that is reported on. */
  private static Set<String> usual(SweepResults results, Set<String> known) {
    Set<String> usual = new LinkedHashSet<>();
    results
        .goal()
        .map(Goal::metric)
        .filter(name -> known.isEmpty() || known.contains(name))
        .ifPresent(usual::add);
    usual.addAll(results.quantities().shownOfReported(known, Quantity.Shown.SUMMARY));
    return usual;
  }

  private static String metric(String name, Set<String> known, String option) {
    if (known.contains(name)) {
      return name;
    }
    List<String> ends = known.stream().filter(it -> it.endsWith("/" + name)).toList();
    if (ends.size() == 1) {
      return ends.getFirst();
    }
    if (known.isEmpty()) {
      throw SpecException.because(
              "", "no trial is complete yet, so that there is no metric \"" + name + "\"", "")
          .at(option);
    }
    throw SpecException.unknown("", "metric", name, known, "").at(option);
  }

  /** Best first where one direction is better, else smallest first; groups without it last. */
  private static List<Group> sorted(SweepResults results, String metric) {
    Goal goal = goal(results, metric).orElse(new Goal(metric, false));
    Comparator<Group> better =
        (a, b) -> {
          double x = mean(a, metric);
          double y = mean(b, metric);
          return goal.better(x, y) ? -1 : goal.better(y, x) ? 1 : 0;
        };
    List<Group> sorted = new ArrayList<>(results.groups());
    sorted.sort(better);
    return sorted;
  }

  private static double mean(Group group, String metric) {
    return group.metric(metric).map(it -> it.overSeeds().mean()).orElse(Double.NaN);
  }

  private static Optional<Goal> goal(SweepResults results, String metric) {
    return results
        .goal()
        .filter(it -> it.metric().equals(metric))
        .or(() -> Goal.of(metric, results.quantities().of(metric)));
  }

  /** Which values of the metric are better: by the sweep, else by its quantity. */
  public Optional<Goal> goal(String metric) {
    return goal(results, metric);
  }

  /** The best group by the metric; empty where neither direction is better. */
  public Optional<Group> best(String metric) {
    return goal(metric).flatMap(results::best);
  }

  /** The group less the baseline, paired by seed; empty for the baseline, or without a pair. */
  public Optional<SeedSummary> difference(Group group, String metric) {
    return baseline
        .filter(it -> !it.id().equals(group.id()))
        .flatMap(it -> group.difference(it, metric));
  }
}
