package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vae.experiments.folder.Folder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/** The sweeps and run folders that a table is made of. */
public final class Sources {

  private final List<SweepTrials> sweeps;
  private final List<RunTrials.RunTrial> runs;
  private final String name;
  private final List<String> unfinished;

  private Sources(
      List<SweepTrials> sweeps,
      List<RunTrials.RunTrial> runs,
      String name,
      List<String> unfinished) {
    this.sweeps = sweeps;
    this.runs = runs;
    this.name = name;
    this.unfinished = unfinished;
  }

  /**
   * Sweeps and runs, in any number and mixed; unfinished runs are left out.
   *
   * @throws RunFolderException where a folder is neither, or all of them are unfinished runs
   */
  public static Sources of(List<Path> folders) throws IOException {
    List<SweepTrials> sweeps = new ArrayList<>();
    List<Path> runs = new ArrayList<>();
    List<String> unfinished = new ArrayList<>();
    for (Path folder : folders) {
      if (SweepFolder.isOne(folder)) {
        sweeps.add(SweepTrials.of(new SweepFolder(folder)));
      } else if (isFinished(folder)) {
        runs.add(folder);
      } else {
        unfinished.add(
            folder
                + ": this run is not finished; finish it with `vae run`, its experiment and"
                + " --resume");
      }
    }
    if (sweeps.isEmpty() && runs.isEmpty() && !unfinished.isEmpty()) {
      throw new RunFolderException(String.join("\n", unfinished));
    }
    String name =
        folders.stream()
            .limit(3)
            .map(it -> it.toAbsolutePath().normalize().getFileName().toString())
            .collect(Collectors.joining(", ", "", folders.size() > 3 ? ", …" : ""));
    RunTrials alone = RunTrials.read(runs);
    boolean told = areMixed(sweeps, alone);
    List<SweepTrials> all = told ? sweeps.stream().map(SweepTrials::told).toList() : sweeps;
    return new Sources(List.copyOf(all), alone.trials(told), name, List.copyOf(unfinished));
  }

  /** Whether trials that look alike were trained on different data. */
  private static boolean areMixed(List<SweepTrials> sweeps, RunTrials runs) {
    Map<String, Set<String>> hashes = new HashMap<>();
    sweeps.forEach(sweep -> sweep.addHashes(hashes));
    if (!sweeps.isEmpty()) {
      runs.addHashes(hashes);
    }
    return runs.isMixed()
        || sweeps.stream().anyMatch(SweepTrials::isMixed)
        || hashes.values().stream().anyMatch(it -> it.size() > 1);
  }

  /** What is said of the runs that were left out, as they are not finished. */
  public List<String> unfinished() {
    return unfinished;
  }

  private static boolean isFinished(Path folder) throws IOException {
    Folder run =
        Folder.find(folder)
            .orElseThrow(() -> new RunFolderException(folder + ": there is no such folder"));
    if (has(run, "result.json") || has(run, "experiment.json")) {
      return has(run, "result.json");
    }
    String fix = "give folders such as runs/<name>-<id> or runs/<name>.sweep";
    boolean holds = false;
    for (String name : run.folders()) {
      holds |= has(run.folder(name), "result.json") || has(run.folder(name), "plan.jsonl");
    }
    throw new RunFolderException(
        "%s: is neither a run nor a sweep (no result.json, no plan.jsonl); %s"
            .formatted(folder, holds ? "it holds some: give " + folder + "/*" : fix));
  }

  private static boolean has(Folder folder, String name) throws IOException {
    return folder.kind(name) != Folder.Kind.MISSING;
  }

  /**
   * Everything in memory: groups with their trials. A trial that is in several sources counts once.
   *
   * @throws RunFolderException where two runs of one trial have different digests
   */
  public SweepResults results() throws IOException {
    if (sweeps.size() == 1 && runs.isEmpty()) {
      return SweepResults.read(sweeps.getFirst());
    }
    Records records = new Records();
    Map<String, TrialResult> folders = new HashMap<>();
    for (SweepTrials sweep : sweeps) {
      for (Group group : SweepResults.read(sweep).groups()) {
        for (TrialResult trial : group.trials()) {
          trial.record().ifPresent(records::add);
          keep(trial, folders);
        }
      }
    }
    for (RunTrials.RunTrial run : runs) {
      run.result().record().ifPresent(records::add);
      keep(run.result(), folders);
    }
    return SweepResults.of(
        name(),
        goal(),
        this::forEachTrial,
        trial ->
            new TrialResult(
                trial.id(), trial.seed(), records.best(trial), folders.get(trial.id()).folder()));
  }

  private static void keep(TrialResult trial, Map<String, TrialResult> known) {
    known.merge(trial.id(), trial, (a, b) -> a.folder().isPresent() ? a : b);
  }

  /** The sweeps' metric, where all of them have the same. */
  Optional<Goal> goal() throws IOException {
    Set<Optional<Goal>> goals = new HashSet<>();
    for (SweepTrials sweep : sweeps) {
      goals.add(SweepResults.goal(sweep.folder()));
    }
    return goals.size() == 1 ? goals.iterator().next() : Optional.empty();
  }

  /** Each trial once; of one sweep alone with memory for one of them. */
  void forEachTrial(Consumer<Trial> action) throws IOException {
    Set<String> seen = new HashSet<>();
    boolean alone = sweeps.size() == 1 && runs.isEmpty();
    Consumer<Trial> once =
        trial -> {
          if (alone || seen.add(trial.id())) {
            action.accept(trial);
          }
        };
    for (SweepTrials sweep : sweeps) {
      sweep.forEachTrial(once);
    }
    runs.forEach(run -> once.accept(run.trial()));
  }

  void forEachRecord(Consumer<TrialRecord> action) throws IOException {
    for (SweepTrials sweep : sweeps) {
      sweep.forEachRecord(action);
    }
    runs.forEach(run -> run.result().record().ifPresent(action));
  }

  String name() {
    return sweeps.size() == 1 && runs.isEmpty() ? name.replaceFirst("\\.sweep$", "") : name;
  }
}
