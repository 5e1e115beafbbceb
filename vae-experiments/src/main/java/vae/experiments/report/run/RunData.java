package vae.experiments.report.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Everything the report shows, as read from one run folder.
 *
 * @param folderName the folder's own name, for the commands
 * @param experiment the resolved spec
 * @param provenance flat rows: dotted key and value, in the file's order; empty if there is no file
 * @param result empty while the run has not ended
 * @param evaluation empty if the run was not evaluated
 */
record RunData(
    String folderName,
    JsonNode experiment,
    List<Map.Entry<String, String>> provenance,
    Optional<RunResult> result,
    Optional<LearningCurves> curves,
    Optional<Evaluation> evaluation) {

  /** The experiment's name, or the folder's where the spec has none. */
  String name() {
    JsonNode name = experiment.path("name");
    return name.isString() && !name.stringValue().isBlank() ? name.stringValue() : folderName;
  }
}
