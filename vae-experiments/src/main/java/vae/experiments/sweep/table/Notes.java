package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vae.core.model.Quantity;
import vae.experiments.likelihood.LikelihoodSamples;
import vae.experiments.quantity.Quantities;

/** The sentences below a table: what each number is, and what is not in it. */
record Notes(GroupComparison comparison) {

  List<String> sentences() {
    List<String> notes = new ArrayList<>();
    notes.add(interval());
    if (monteCarlo().findAny().isPresent()) {
      notes.add(
          "Apart from it, the mean Monte-Carlo standard error (MC error) of a run's own evaluation"
              + " is "
              + monteCarlo().collect(Collectors.joining(", "))
              + ".");
    }
    comparison
        .baseline()
        .ifPresent(
            it ->
                notes.add(
                    "Δ is the mean difference to %s over the seeds that both have, paired by seed,"
                            .formatted(it.label())
                        + " ± its 95 % interval."));
    best().ifPresent(notes::add);
    onTestData().ifPresent(notes::add);
    comparison.metrics().forEach(it -> fewSamples(it).ifPresent(notes::add));
    others().ifPresent(notes::add);
    return notes;
  }

  private String interval() {
    Set<Integer> counts = new TreeSet<>();
    comparison.groups().forEach(it -> counts.add(it.count(TrialState.COMPLETE)));
    if (counts.equals(Set.of(0)) || counts.isEmpty()) {
      return "No trial is complete yet.";
    }
    boolean one = counts.size() == 1;
    String seeds = one ? counts.iterator().next().toString() : "n";
    if (one && seeds.equals("1")) {
      return "Values are of one training seed: there is no interval over seeds.";
    }
    return "Values are means over %s training seeds ± the half width of the 95 %% interval of the mean"
            .formatted(seeds)
        + " (Student t).";
  }

  /** Per metric that has one, the range of the groups' mean errors. */
  private Stream<String> monteCarlo() {
    return comparison.metrics().stream()
        .flatMap(
            metric -> {
              double[] errors =
                  comparison.groups().stream()
                      .flatMap(it -> it.metric(metric).stream())
                      .mapToDouble(MetricSummary::monteCarloError)
                      .filter(it -> it > 0)
                      .sorted()
                      .toArray();
              return errors.length == 0
                  ? Stream.empty()
                  : Stream.of(range(errors) + " for " + metric);
            });
  }

  private static String range(double[] sorted) {
    String least = Rounded.error(sorted[0]);
    String most = Rounded.error(sorted[sorted.length - 1]);
    return least.equals(most) ? least : least + " to " + most;
  }

  private Optional<String> best() {
    String marked =
        comparison.metrics().stream()
            .filter(it -> comparison.best(it).isPresent())
            .map(
                it ->
                    it
                        + (comparison.goal(it).orElseThrow().maximize()
                            ? " (largest)"
                            : " (smallest)"))
            .collect(Collectors.joining(", "));
    return marked.isEmpty() || comparison.groups().size() < 2
        ? Optional.empty()
        : Optional.of("The best mean by " + marked + " is marked.");
  }

  /** A choice on the data that the result is reported on makes the result look better. */
  private Optional<String> onTestData() {
    SweepResults results = comparison.results();
    return results
        .goal()
        .filter(goal -> goal.onTestData() && comparison.metrics().contains(goal.metric()))
        .filter(goal -> comparison.groups().size() > 1 && results.best(goal).isPresent())
        .map(
            goal ->
                "The best by %s was chosen on test data: its value there is optimistic."
                    .formatted(goal.metric()));
  }

  /** Where too few samples carry likelihood estimates: in which direction they are biased. */
  private Optional<String> fewSamples(String metric) {
    if (!Quantity.nameIn(metric).equals(Quantities.NLL.name())) {
      return Optional.empty();
    }
    String part = metric.substring(0, Math.max(0, metric.lastIndexOf('/')));
    long few = comparison.groups().stream().filter(group -> hasFewSamples(group, part)).count();
    return few == 0
        ? Optional.empty()
        : Optional.of(
            "%s: in %d of %d groups too few samples carry the estimates; log p(x) is likely higher, the NLL lower: K is too small, or the posterior too narrow."
                .formatted(comparison.results().title(metric), few, comparison.groups().size()));
  }

  private boolean hasFewSamples(Group group, String part) {
    int samples = comparison.results().likelihoodSamples().orElse(0);
    OptionalDouble known = samples > 0 ? OptionalDouble.of(samples) : OptionalDouble.empty();
    OptionalDouble heavy =
        group.metric(Quantities.HEAVY.on(part)).stream()
            .mapToDouble(it -> it.overSeeds().mean())
            .findFirst();
    return group
        .metric(Quantities.EFFECTIVE.on(part))
        .map(it -> it.overSeeds().mean())
        .map(it -> new LikelihoodSamples(known, it, OptionalDouble.empty(), heavy))
        .flatMap(LikelihoodSamples::concern)
        .isPresent();
  }

  private Optional<String> others() {
    SweepResults results = comparison.results();
    String counts =
        Stream.of(TrialState.values())
            .filter(state -> state != TrialState.COMPLETE && results.count(state) > 0)
            .map(state -> results.count(state) + " " + state.json())
            .collect(Collectors.joining(", "));
    if (counts.isEmpty()) {
      return Optional.empty();
    }
    int incomplete = results.outOfCompetition().size();
    return Optional.of(
        "Not in any mean: of %d trials %s. %s for the best: not all seeds complete."
            .formatted(
                results.trials(),
                counts,
                incomplete == 1
                    ? "1 group does not compete"
                    : incomplete + " groups do not compete"));
  }
}
