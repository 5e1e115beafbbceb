package vae.experiments.recorded;

import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A run that ended, read from its folder with every value of the type that it must have. */
public record RecordedRun(
    Path folder, JsonNode experiment, RecordedResult result, RecordedProvenance provenance) {

  /** The name of the spec's file in a run folder. */
  public static final String EXPERIMENT = "experiment.json";

  /**
   * Reads a folder.
   *
   * @throws RecordException where a file is missing or a value is not of its type
   */
  public static RecordedRun read(Path folder) throws IOException {
    RecordJson experiment = RecordJson.read(folder, EXPERIMENT);
    experiment.text("name", RecordedResult.NAME, "1 to 100 of A-Z a-z 0-9 . _ -, no dot in front");
    return new RecordedRun(
        folder, experiment.json(), RecordedResult.read(folder), RecordedProvenance.read(folder));
  }

  public String name() {
    return experiment.path("name").stringValue();
  }

  public int epochs() {
    return experiment.path("training").path("epochs").asInt(-1);
  }

  /** Epochs of a run that did not diverge: those of the spec, or fewer where a callback said so. */
  public int trainedEpochs() {
    return result.stopped().map(RecordedStop::epoch).orElse(epochs());
  }

  /** Name and id: what the folder is called where nobody renamed it. */
  public String label() {
    return name() + "-" + result.id();
  }

  public String type(String slot) {
    return experiment.path(slot).path("type").asString("unknown");
  }
}
