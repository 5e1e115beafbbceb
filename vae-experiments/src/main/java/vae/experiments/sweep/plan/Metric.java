package vae.experiments.sweep.plan;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/**
 * What the trials of a sweep are compared by.
 *
 * @param name as in {@code result.json}, such as {@code validation/elbo}
 * @param maximize whether more is better
 */
public record Metric(String name, boolean maximize) {

  /** The metric of a {@code sweep.json}; empty where it names none. */
  public static Optional<Metric> of(JsonNode sweep) {
    JsonNode metric = sweep.path("metric");
    String name = metric.path("name").asString("");
    boolean minimize = metric.path("goal").asString("").equals("minimize");
    return name.isEmpty() ? Optional.empty() : Optional.of(new Metric(name, !minimize));
  }

  /** As in {@code sweep.json}. */
  ObjectNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("name", name)
        .put("goal", maximize ? "maximize" : "minimize");
  }
}
