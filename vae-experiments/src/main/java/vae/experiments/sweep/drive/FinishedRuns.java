package vae.experiments.sweep.drive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vae.experiments.run.RunFolderException;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Json;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Run folders of a sweep that ended and of which no record is there: their process ended between
 * the two, or the records were lost. The run folders are the truth.
 */
final class FinishedRuns {

  private static final String FROM_FOLDER = "read from its folder";

  private FinishedRuns() {}

  /** Records of them, made from their files. */
  static List<TrialRecord> without(Records records, List<Trial> trials, SweepFolder folder)
      throws IOException {
    Map<String, Trial> unknown = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (Trial trial : trials) {
      Optional<TrialRecord> record = records.of(trial).filter(it -> it.status().isFinal());
      record.ifPresentOrElse(it -> known.add(it.folder()), () -> unknown.put(trial.id(), trial));
    }
    List<TrialRecord> found = new ArrayList<>();
    if (!unknown.isEmpty() && Files.isDirectory(folder.runs())) {
      try (Stream<Path> runs = Files.list(folder.runs())) {
        for (Path run : runs.filter(it -> !known.contains(name(it))).sorted().toList()) {
          record(run, unknown).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /** What cannot be read is no finished run: its trial is run again. */
  private static Optional<TrialRecord> record(Path run, Map<String, Trial> unknown)
      throws IOException {
    Path experiment = run.resolve("experiment.json");
    if (!Files.isRegularFile(run.resolve("result.json")) || !Files.isRegularFile(experiment)) {
      return Optional.empty();
    }
    try {
      String id = Trial.idOf(Json.mapper().readTree(Files.readString(experiment)));
      return unknown.containsKey(id)
          ? Optional.of(
              TrialRecord.of(
                  unknown.get(id), RunResult.read(run), name(run), seconds(run), FROM_FOLDER))
          : Optional.empty();
    } catch (JacksonException | IllegalArgumentException | RunFolderException e) {
      return Optional.empty();
    }
  }

  private static double seconds(Path run) throws IOException {
    Path file = run.resolve("provenance.json");
    JsonNode json =
        Files.isRegularFile(file)
            ? Json.mapper().readTree(Files.readString(file))
            : Json.mapper().createObjectNode();
    return json.path("wallSeconds").asDouble(0);
  }
}
