package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.run.RunFolderException;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Json;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Run folders as trials of a sweep that no file describes.
 *
 * <p>Where the same experiment was run on other data of the same name, or with another numerics
 * version, those are values that vary: such runs are never taken for seeds of one group.
 */
final class RunTrials {

  private static final String NUMERICS = "numerics";
  private static final String DATA = "dataSha256";

  /** A run as a trial, and what became of it. */
  record RunTrial(Trial trial, TrialResult result) {}

  private record Run(RunResult result, ObjectNode experiment, String numerics, String data) {}

  private RunTrials() {}

  /**
   * Each finished run with its trial.
   *
   * @throws RunFolderException where a folder holds no finished run
   */
  static List<RunTrial> read(List<Path> folders) throws IOException {
    List<Run> runs = new ArrayList<>();
    Map<String, Set<String>> made = new HashMap<>();
    for (Path folder : folders) {
      Run run = run(folder);
      runs.add(run);
      made.computeIfAbsent(Trial.groupOf(run.experiment()), _ -> new HashSet<>())
          .add(run.numerics() + " " + run.data());
    }
    boolean told = made.values().stream().anyMatch(it -> it.size() > 1);
    List<RunTrial> trials = new ArrayList<>();
    for (Run run : runs) {
      if (told) {
        run.experiment().put(NUMERICS, run.numerics()).put(DATA, run.data());
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
    RunResult result = RunResult.read(folder);
    JsonNode provenance = object(folder.resolve("provenance.json"));
    ObjectNode experiment = object(folder.resolve("experiment.json"));
    return new Run(
        result,
        experiment,
        provenance.path(NUMERICS).asString(""),
        provenance.path("data").path("sha256").asString(""));
  }

  private static ObjectNode object(Path file) throws IOException {
    try {
      if (Json.mapper().readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new RunFolderException(file + ": is no JSON (" + e.getOriginalMessage() + ")");
    }
    throw new RunFolderException(file + ": expected a JSON object");
  }

  private static TrialResult result(Trial trial, Run run) {
    RunResult result = run.result();
    String name = result.folder().toAbsolutePath().normalize().getFileName().toString();
    TrialRecord record = TrialRecord.of(trial, result, name, 0, result.folder().toString());
    return new TrialResult(
        trial.id(), trial.seed(), Optional.of(record), Optional.of(result.folder()));
  }
}
