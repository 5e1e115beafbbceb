package vae.experiments.index;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;

/**
 * What can be asked about.
 *
 * @param metrics names of all metrics that some run has
 * @param paths of all values that some run's spec has
 */
record IndexKeys(SortedSet<String> metrics, SortedSet<String> paths) {

  /** Columns of every run; these names are put into SQL, and no others. */
  static final List<String> COLUMNS =
      List.of("folder", "name", "id", "status", "digest", "started", "seed");

  enum Kind {
    SEED,
    COLUMN,
    METRIC,
    PATH
  }

  /**
   * What the key is.
   *
   * @throws SpecException where no run has it
   */
  Kind kind(String key, String option) {
    if (key.equals("seed")) {
      return Kind.SEED;
    }
    if (COLUMNS.contains(key)) {
      return Kind.COLUMN;
    }
    if (metrics.contains(key)) {
      return Kind.METRIC;
    }
    if (paths.contains(key)) {
      return Kind.PATH;
    }
    throw unknown(key, option);
  }

  /** Refuses keys that no run has: columns last, for the others are shown too. */
  void check(RunQuery query) {
    query.where().forEach(condition -> kind(condition.key(), "--where"));
    if (!query.sort().isEmpty()) {
      kind(query.sortKey(), "--sort");
    }
    query.columns().forEach(column -> kind(column, "--columns"));
  }

  /** Refuses text where a number is compared: a number is compared with nothing but numbers. */
  void requireText(Condition condition, boolean numeric) {
    boolean ordered =
        condition.operator() != Condition.Operator.EQUAL
            && condition.operator() != Condition.Operator.UNEQUAL;
    String key = condition.key();
    boolean named = condition.value().equals("NaN");
    if (metrics.contains(key) ? ordered || !named : ordered && numeric) {
      throw new SpecException(
              key,
              "a number to compare with",
              "\"" + condition.value() + "\"",
              ordered ? "" : "NaN is the metric of a run that diverged.")
          .at("--where");
    }
  }

  private SpecException unknown(String key, String option) {
    Set<String> known = new TreeSet<>(COLUMNS);
    known.addAll(metrics);
    known.addAll(paths);
    String near = NearestName.suggestion(key, known);
    String example = paths.isEmpty() ? "" : " Paths of specs such as " + paths.first() + ".";
    return SpecException.because(
            "",
            "no run has \"" + key + "\"" + near,
            "Columns: %s. Metrics: %s.%s"
                .formatted(
                    String.join(", ", COLUMNS),
                    metrics.isEmpty() ? "none" : String.join(", ", metrics),
                    example))
        .at(option);
  }
}
