package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Run folders as trials of a sweep that no file describes.
 *
 * <p>Where the same experiment was run on other data of the same name, or with another numerics
 * version, those are values that vary: such runs are never taken for seeds of one group.
 */
record RunTrials(List<Run> runs) {

  private static final String NUMERICS = "numerics";
  private static final String DATA = "dataSha256";

  record RunTrial(Trial trial, TrialResult result) {}

  private record Run(RecordedRun recorded, ObjectNode experiment) {

    String numerics() {
      return Integer.toString(recorded.provenance().numerics());
    }

    String data() {
      return recorded.provenance().data().sha256();
    }
  }

  /**
   * Finished runs.
   *
   * @throws vae.experiments.recorded.RecordException where a folder holds no finished run
   */
  static RunTrials read(List<Path> folders) throws IOException {
    List<Run> runs = new ArrayList<>();
    for (Path folder : folders) {
      runs.add(run(folder));
    }
    return new RunTrials(runs);
  }

  /** Whether runs that differ in their seeds alone differ in data or numerics too. */
  boolean isMixed() {
    Map<String, Set<String>> made = new HashMap<>();
    for (Run run : runs) {
      made.computeIfAbsent(Trial.groupOf(run.experiment()), _ -> new HashSet<>())
          .add(run.numerics() + " " + run.data());
    }
    return made.values().stream().anyMatch(it -> it.size() > 1);
  }

  /** Adds the hashes of the runs' data to those by the canonical text of {@code data}. */
  void addHashes(Map<String, Set<String>> all) {
    for (Run run : runs) {
      addHashes(Map.of(CanonicalJson.of(run.experiment().path("data")), run.data()), all);
    }
  }

  static void addHashes(Map<String, String> some, Map<String, Set<String>> all) {
    some.forEach((spec, hash) -> all.computeIfAbsent(spec, _ -> new HashSet<>()).add(hash));
  }

  /** Puts numerics and the hash of the data among the values of an experiment. */
  static void tell(ObjectNode experiment, String numerics, String data) {
    experiment.put(NUMERICS, numerics).put(DATA, data);
  }

  /** Each run with its trial; where told, numerics and data are among the values. */
  List<RunTrial> trials(boolean told) {
    List<RunTrial> trials = new ArrayList<>();
    for (Run run : runs) {
      if (told) {
        tell(run.experiment(), run.numerics(), run.data());
      }
      Trial trial =
          new Trial(
              Trial.idOf(run.experiment()),
              Trial.groupOf(run.experiment()),
              new LinkedHashMap<>(),
              run.experiment().path("seed").asLong(0),
              run.experiment());
      trials.add(new RunTrial(trial, result(trial, run)));
    }
    return trials;
  }

  private static Run run(Path folder) throws IOException {
    RecordedRun run = RecordedRun.read(folder);
    return new Run(run, (ObjectNode) run.experiment());
  }

  private static TrialResult result(Trial trial, Run run) {
    Path folder = run.recorded().folder();
    TrialRecord record = TrialRecord.of(trial, run.recorded(), folder.toString());
    return new TrialResult(trial.id(), trial.seed(), Optional.of(record), Optional.of(folder));
  }
}
