package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedKept;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.spec.Json;

/**
 * How a run ended: the content of {@code result.json}.
 *
 * @param digest over final parameters and metrics; of the evidence where the run diverged
 * @param further quantities that {@code metrics} and the digest leave out, by name: what a version
 *     after 0.1.0 measures by default goes here, and so under the second digest
 * @param message why a run diverged; empty otherwise
 * @param stopped where and why a callback ended training; empty where it went to its last epoch
 * @param kept which earlier epoch's parameters it ended with; empty for those of the last
 */
public record RunResult(
    Path folder,
    String name,
    String id,
    Status status,
    String digest,
    SortedMap<String, Measured> metrics,
    SortedMap<String, Measured> further,
    Quantities quantities,
    String message,
    Optional<RecordedStop> stopped,
    Optional<RecordedKept> kept)
    implements RunOutcome {

  /** How a run may end. */
  public enum Status {
    /** Trained and evaluated. */
    COMPLETE,
    /** Met NaN or infinity. */
    DIVERGED;

    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the result of a finished run.
   *
   * @throws RunFolderException where the folder holds none, or one that cannot be read
   */
  public static RunResult read(Path folder) throws IOException {
    Path file = folder.resolve(RecordedResult.FILE);
    Optional<Folder> found = Folder.find(folder);
    if (found.isEmpty() || found.get().kind(RecordedResult.FILE) == Folder.Kind.MISSING) {
      throw new RunFolderException(
          folder + ": expected the folder of a finished run, found no result.json in it");
    }
    try {
      return of(folder, RecordedResult.read(folder));
    } catch (RecordException e) {
      throw new RunFolderException(
          "%s: is not the result of a run (%s); run it again".formatted(file, e.problem()));
    }
  }

  public static RunResult of(Path folder, RecordedResult recorded) {
    return new RunResult(
        folder,
        recorded.name(),
        recorded.id(),
        recorded.complete() ? Status.COMPLETE : Status.DIVERGED,
        recorded.digest(),
        recorded.metrics(),
        recorded.further(),
        recorded.quantities(),
        recorded.message(),
        recorded.stopped(),
        recorded.kept());
  }

  /** Metrics and further quantities by name: all that was measured. */
  public SortedMap<String, Measured> measured() {
    SortedMap<String, Measured> all = new TreeMap<>(further);
    all.putAll(metrics);
    return all;
  }

  /**
   * Metrics by name, as {@link #json(SortedMap)} wrote them.
   *
   * @throws IllegalArgumentException where a value is no number
   */
  public static SortedMap<String, Measured> metrics(JsonNode json) {
    SortedMap<String, Measured> metrics = new TreeMap<>();
    json.properties().forEach(e -> metrics.put(e.getKey(), measured(e.getValue())));
    return metrics;
  }

  private static Measured measured(JsonNode json) {
    if (!json.isObject()) {
      return Measured.exact(MetricsLog.number(json));
    }
    double value = MetricsLog.number(json.path("value"));
    JsonNode error = json.path("standardError");
    return error.isNull()
        ? Measured.unmeasured(value)
        : new Measured(value, MetricsLog.number(error)); // "NaN" before 0.2.0
  }

  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("id", id).put("name", name).put("status", status.json()).put("digest", digest);
    if (!message.isEmpty()) {
      json.put("message", message);
    }
    stopped.ifPresent(it -> it.addTo(json));
    kept.ifPresent(it -> it.addTo(json));
    json.set("metrics", json(metrics));
    if (!further.isEmpty()) {
      json.set(RecordedResult.FURTHER, json(further));
    }
    ObjectNode own = quantities.json();
    if (!own.isEmpty()) {
      json.set(RecordedResult.QUANTITIES, own);
    }
    return json.put(RecordedResult.EVIDENCE, RecordedResult.evidence(json));
  }

  /**
   * Metrics by name: numbers where they are exact, else pairs of value and standard error, which is
   * null where it was not measured.
   */
  public static ObjectNode json(SortedMap<String, Measured> metrics) {
    ObjectNode values = Json.mapper().createObjectNode();
    metrics.forEach(
        (metric, measured) -> {
          if (measured.standardError().orElse(-1) == 0) {
            MetricsLog.put(values, metric, measured.value());
          } else {
            ObjectNode pair = values.putObject(metric);
            MetricsLog.put(pair, "value", measured.value());
            measured
                .standardError()
                .ifPresentOrElse(
                    error -> pair.put("standardError", error), () -> pair.putNull("standardError"));
          }
        });
    return values;
  }
}
