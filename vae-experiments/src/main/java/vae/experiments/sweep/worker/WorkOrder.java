package vae.experiments.sweep.worker;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;

/**
 * A task as it travels to a worker of another process: one line of text.
 *
 * @param data the hash of the trial's data where the driver looked them up; empty where it has none
 */
public record WorkOrder(Task task, String data) {

  /** Refuses data that are not those of the order. */
  void require(String found, String worker) {
    if (!data.isEmpty() && !data.equals(found)) {
      throw new ChangedDataException(
          ("the data on %s are not the sweep's: expected SHA-256 %s, got %s. Give all machines the"
                  + " same files (--data names their folder) and run with --retry-failed, or give"
                  + " the sweep another \"name\"")
              .formatted(worker, data, found),
          found);
    }
  }

  public String line() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.set("trial", task.trial().json());
    json.put("epochs", task.epochs()).put("data", data);
    return json.toString();
  }

  /**
   * What {@link #line} wrote.
   *
   * @throws IllegalArgumentException where a part is missing
   */
  public static WorkOrder of(String line) {
    JsonNode json = Json.mapper().readTree(line);
    Trial trial = Trial.of(json.path("trial"));
    return new WorkOrder(
        new Task(trial, json.path("epochs").asInt(Task.TO_THE_END)),
        json.path("data").asString(""));
  }
}
