package vae.experiments.study;

import java.util.ArrayList;
import java.util.List;
import vae.experiments.run.RunResult;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.table.SeedSummary;

/** Runs of one experiment with different seeds. */
public record SeedRuns(List<RunResult> results) {

  public SeedRuns {
    results = List.copyOf(results);
  }

  /**
   * The metric over the seeds.
   *
   * @throws RunFolderException where a run diverged, or does not have it, listing what it has
   */
  public SeedSummary metric(String name) {
    return SeedSummary.of(results.stream().map(result -> value(result, name)).toList());
  }

  /**
   * The difference of the metric to that of other runs, seed by seed: pairs share their first
   * parameters and the order of their examples, so that the interval is that of what differs.
   *
   * @param others as many, with the same seeds in the same order
   * @throws RunFolderException as {@link #metric(String)}
   */
  public SeedSummary difference(String name, SeedRuns others) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      differences.add(value(results.get(i), name) - value(others.results.get(i), name));
    }
    return SeedSummary.of(differences);
  }

  /** How many of the runs diverged: they have no final metrics. */
  public int diverged() {
    return (int) results.stream().filter(it -> it.status() == RunResult.Status.DIVERGED).count();
  }

  private static double value(RunResult result, String name) {
    if (result.status() == RunResult.Status.DIVERGED) {
      throw new RunFolderException(result.folder() + ": " + result.message());
    }
    if (!result.measured().containsKey(name)) {
      throw new RunFolderException(
          "%s: expected metric \"%s\", found %s"
              .formatted(result.folder(), name, String.join(", ", result.measured().keySet())));
    }
    return result.measured().get(name).value();
  }
}
