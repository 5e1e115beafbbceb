package vae.experiments.index;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.spec.Json;
import vae.experiments.spec.Leaves;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.wiring.FilledExperiments;

/**
 * What the index knows of one run.
 *
 * @param folder its path below the root; of a trial without a folder, the sweep's and {@code #id}
 * @param status {@code complete}, {@code diverged}, {@code unfinished}, {@code unreadable}, or a
 *     trial's {@code failed} or {@code paused}
 * @param digest empty where there is none
 * @param started in ISO 8601; empty where that is not known
 * @param seed of its randomness
 * @param spec the resolved values by dotted path
 */
record RunEntry(
    String folder,
    String name,
    String id,
    String status,
    String digest,
    String started,
    long seed,
    Map<String, JsonNode> spec,
    SortedMap<String, Measured> metrics,
    Quantities quantities) {

  static final String RESULT = "result.json";
  static final String EXPERIMENT = "experiment.json";

  private static final String UNFINISHED = "unfinished";
  private static final String UNREADABLE = "unreadable";

  /** Reads a run's folder; what cannot be read is an entry that says so. */
  static RunEntry read(Folder run, String folder) {
    try {
      JsonNode experiment = object(run.file(EXPERIMENT));
      Optional<RecordedProvenance> provenance = RecordedProvenance.find(run);
      Optional<RecordedResult> result = RecordedResult.find(run);
      return new RunEntry(
          folder,
          experiment.path("name").asString(result.map(RecordedResult::name).orElse("")),
          result.map(RecordedResult::id).orElse(""),
          result.map(RecordedResult::status).orElse(UNFINISHED),
          result.map(RecordedResult::digest).orElse(""),
          provenance.flatMap(RecordedProvenance::started).map(Instant::toString).orElse(""),
          experiment.path("seed").asLong(0),
          Leaves.of(FilledExperiments.of(experiment)),
          result.map(RecordedResult::measured).orElse(new TreeMap<>()),
          result.map(RecordedResult::quantities).orElse(Quantities.STANDARD));
    } catch (IOException | FolderException | RecordException e) {
      return new RunEntry(
          folder,
          String.valueOf(run.real().getFileName()),
          "",
          UNREADABLE,
          "",
          "",
          0,
          Map.of(),
          new TreeMap<>(),
          Quantities.STANDARD);
    }
  }

  /** A trial of which only the record was kept. */
  static RunEntry of(Trial trial, TrialRecord record, String sweep) {
    return new RunEntry(
        sweep + "#" + trial.id(),
        trial.experiment().path("name").asString(""),
        trial.id(),
        record.status().json(),
        record.digest(),
        "",
        trial.seed(),
        Leaves.of(FilledExperiments.of(trial.experiment())),
        record.metrics(),
        record.quantities());
  }

  private static JsonNode object(FolderFile file) throws IOException {
    return file.exists() ? file.object(Folder.MAX_JSON) : Json.mapper().createObjectNode();
  }
}
