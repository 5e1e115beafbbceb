package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Json;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * The trials of a sweep by group, each group named by what sets it apart from the others.
 *
 * <p>Reads {@code plan.jsonl} and the records, no run folders; may be read while the sweep runs.
 *
 * @param goal the sweep's metric and which values of it are better; empty where there is none
 * @param varying paths of the values that differ between groups, the sweep's parameters first
 * @param likelihoodSamples K of the trials' likelihood estimates; empty where it differs or there
 *     are none
 */
public record SweepResults(
    String name,
    Optional<Goal> goal,
    List<String> varying,
    OptionalInt likelihoodSamples,
    List<Group> groups) {

  public SweepResults {
    varying = List.copyOf(varying);
    groups = List.copyOf(groups);
  }

  /** Trials one after the other, as often as they are asked for. */
  @FunctionalInterface
  interface Trials {
    void forEach(Consumer<Trial> action) throws IOException;
  }

  /**
   * Reads a sweep's folder.
   *
   * @throws RunFolderException where a file of it is not what the sweep wrote, or two attempts at a
   *     trial ended in different digests
   */
  public static SweepResults read(SweepFolder folder) throws IOException {
    SweepTrials trials = SweepTrials.of(folder);
    return read(trials.isMixed() ? trials.told() : trials);
  }

  static SweepResults read(SweepTrials trials) throws IOException {
    SweepFolder folder = trials.folder();
    Records records = new Records();
    trials.forEachRecord(records::add);
    JsonNode sweep = sweep(folder);
    return of(
        name(folder, sweep),
        Goal.of(sweep),
        trials::forEachTrial,
        trial -> result(trial, records.best(trial), folder));
  }

  private static String name(SweepFolder folder, JsonNode sweep) {
    String name = sweep.path("name").asString(folder.name());
    try {
      ExperimentSpec.requireName(name);
    } catch (SpecException e) {
      throw new RunFolderException(folder.sweep() + ": " + e.getMessage());
    }
    return name;
  }

  static Optional<Goal> goal(SweepFolder folder) throws IOException {
    return Goal.of(sweep(folder));
  }

  private static JsonNode sweep(SweepFolder folder) throws IOException {
    FolderFile file = folder.file(folder.sweep());
    return file.exists() ? file.object(Folder.MAX_JSON) : Json.mapper().createObjectNode();
  }

  private static TrialResult result(Trial trial, Optional<TrialRecord> record, SweepFolder folder) {
    Optional<Path> run =
        record
            .map(TrialRecord::folder)
            .filter(name -> !name.isEmpty())
            .map(name -> folder.runs().resolve(name));
    return new TrialResult(trial.id(), trial.seed(), record, run);
  }

  /** Groups trials: what varies is found in a first pass, taken in a second. */
  static SweepResults of(
      String name, Optional<Goal> goal, Trials trials, Function<Trial, TrialResult> outcome)
      throws IOException {
    Variation variation = new Variation();
    Set<String> seen = new HashSet<>();
    trials.forEach(
        trial -> {
          if (seen.add(trial.group())) {
            variation.add(trial);
          }
        });
    List<String> varying = variation.paths();
    Map<String, String> names = PathLabels.shortNames(varying);
    Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
    Map<String, List<TrialResult>> results = new LinkedHashMap<>();
    Set<Integer> samples = new HashSet<>();
    trials.forEach(
        trial -> {
          samples.add(trial.experiment().path("evaluation").path("nll").path("samples").asInt(0));
          values.computeIfAbsent(trial.group(), _ -> Variation.values(trial, varying));
          results.computeIfAbsent(trial.group(), _ -> new ArrayList<>()).add(outcome.apply(trial));
        });
    List<Group> groups = new ArrayList<>();
    values.forEach(
        (id, its) -> {
          String label = its.isEmpty() ? name : PathLabels.label(its, names);
          groups.add(new Group(id, label, new LinkedHashMap<>(its), results.get(id)));
        });
    return new SweepResults(name, goal, varying, one(samples), groups);
  }

  /** K of all trials, where they agree on one. */
  private static OptionalInt one(Set<Integer> samples) {
    int first = samples.size() == 1 ? samples.iterator().next() : 0;
    return first > 0 ? OptionalInt.of(first) : OptionalInt.empty();
  }

  /**
   * A metric for a heading: a likelihood estimate says at which K, as {@code test/nll (K = 500)}.
   */
  public String title(String metric) {
    return Quantity.nameIn(metric).equals(Quantities.NLL.name()) && likelihoodSamples.isPresent()
        ? "%s (K = %d)".formatted(metric, likelihoodSamples.getAsInt())
        : metric;
  }

  /** Short names of {@link #varying} for headings, by path. */
  public Map<String, String> shortNames() {
    return PathLabels.shortNames(varying);
  }

  public int count(TrialState state) {
    return groups.stream().mapToInt(group -> group.count(state)).sum();
  }

  public int trials() {
    return (int) all().count();
  }

  private Stream<TrialResult> all() {
    return groups.stream().flatMap(group -> group.trials().stream());
  }

  public Quantities quantities() {
    return all().map(TrialResult::quantities).reduce(Quantities.STANDARD, Quantities::and);
  }

  /** Names of the final metrics that some complete trial has. */
  public SortedSet<String> metrics() {
    return all()
        .filter(trial -> trial.state() == TrialState.COMPLETE)
        .flatMap(trial -> trial.metrics().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The group with the best mean; the first of equals. Only groups with every seed complete
   * compete; {@link #outOfCompetition} has the others.
   */
  public Optional<Group> best(Goal goal) {
    Group best = null;
    double mean = Double.NaN;
    for (Group group : groups) {
      Optional<MetricSummary> summary =
          group.isComplete() ? group.metric(goal.metric()) : Optional.empty();
      if (summary.isPresent() && goal.better(summary.get().overSeeds().mean(), mean)) {
        best = group;
        mean = summary.get().overSeeds().mean();
      }
    }
    return Optional.ofNullable(best);
  }

  /** Groups that do not compete for the best: not all of their seeds are complete. */
  public List<Group> outOfCompetition() {
    return groups.stream().filter(group -> !group.isComplete()).toList();
  }
}
