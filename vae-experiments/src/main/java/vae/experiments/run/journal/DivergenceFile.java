package vae.experiments.run.journal;

import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;
import vae.experiments.training.divergence.DivergedException;
import vae.experiments.training.divergence.Divergence;

/**
 * {@code divergence.json}: the step that met NaN or infinity, the operation and layer that it comes
 * from, and the ranges of the batch and the parameters before the step.
 */
public final class DivergenceFile {

  private DivergenceFile() {}

  public static String of(DivergedException e) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("step", e.step()).put("message", e.getMessage());
    e.divergence().ifPresent(divergence -> add(json, divergence));
    return json.toPrettyString() + "\n";
  }

  private static void add(ObjectNode json, Divergence divergence) {
    json.put("what", divergence.what());
    divergence
        .origin()
        .ifPresent(
            origin -> {
              json.put("pass", origin.pass().name().toLowerCase(Locale.ROOT));
              json.put("op", origin.op());
              json.put("layer", origin.layer());
              json.put("within", origin.within());
              json.put("shape", origin.shape().toString());
              MetricsLog.put(json, "value", origin.value());
            });
    put(json.putObject("batch"), divergence.batch());
    ObjectNode parameters = json.putObject("parameters");
    divergence.parameters().forEach((name, range) -> put(parameters.putObject(name), range));
  }

  private static void put(ObjectNode json, Divergence.Range range) {
    MetricsLog.put(json, "least", range.least());
    MetricsLog.put(json, "most", range.most());
    json.put("notFinite", range.notFinite());
  }
}
