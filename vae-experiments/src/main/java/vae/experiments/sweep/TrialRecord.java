package vae.experiments.sweep;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Json;

/**
 * How one attempt at a trial ended: a line of a sweep's {@code results/}.
 *
 * @param epoch the epochs that were trained; 0 where that is not known
 * @param folder the run folder's name below the sweep's {@code runs/}; empty where none was kept
 * @param digest of the run; empty where the attempt failed
 * @param metrics all that was measured, by name; empty where the attempt failed
 * @param message why it failed or diverged; empty otherwise
 * @param data the hash of the data that it trained on; empty where none were loaded, and in records
 *     of version 0.1.0
 */
public record TrialRecord(
    String trial,
    Status status,
    int epoch,
    String folder,
    String digest,
    SortedMap<String, Measured> metrics,
    String message,
    double seconds,
    String worker,
    String data,
    Quantities quantities) {

  /** Name and id of a run: a name, never a path. */
  private static final Pattern FOLDER =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}-[0-9a-f]{12})?");

  public enum Status {
    /** Trained and evaluated. */
    COMPLETE,
    /** Met NaN or infinity: a result, with its evidence. */
    DIVERGED,
    /** Trained to the end of a rung; resumes from its checkpoint where it is promoted. */
    PAUSED,
    /** Ended in an error; its message says which. */
    FAILED;

    public String json() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the trial needs no other attempt. */
    public boolean isFinal() {
      return this == COMPLETE || this == DIVERGED;
    }
  }

  public TrialRecord {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
  }

  public TrialRecord(
      String trial,
      Status status,
      int epoch,
      String folder,
      String digest,
      SortedMap<String, Measured> metrics,
      String message,
      double seconds,
      String worker) {
    this(
        trial,
        status,
        epoch,
        folder,
        digest,
        metrics,
        message,
        seconds,
        worker,
        "",
        Quantities.STANDARD);
  }

  public TrialRecord on(String hash) {
    return new TrialRecord(
        trial, status, epoch, folder, digest, metrics, message, seconds, worker, hash, quantities);
  }

  public TrialRecord as(String id) {
    return new TrialRecord(
        id, status, epoch, folder, digest, metrics, message, seconds, worker, data, quantities);
  }

  public static TrialRecord of(
      Trial trial, RunResult result, String folder, double seconds, String worker, String data) {
    boolean complete = result.status() == RunResult.Status.COMPLETE;
    return new TrialRecord(
        trial.id(),
        complete ? Status.COMPLETE : Status.DIVERGED,
        complete ? result.stopped().map(RecordedStop::epoch).orElse(trial.epochs()) : 0,
        folder,
        result.digest(),
        result.measured(),
        result.message(),
        seconds,
        worker,
        data,
        result.quantities());
  }

  /** The record of a run that has ended, from its folder. */
  public static TrialRecord of(Trial trial, RecordedRun run, String worker) {
    return of(
        trial,
        RunResult.of(run.folder(), run.result()),
        String.valueOf(run.folder().toAbsolutePath().normalize().getFileName()),
        run.provenance().wallSeconds().orElse(0.0),
        worker,
        run.provenance().data().sha256());
  }

  public static TrialRecord paused(
      Trial trial, PausedRun run, String folder, double seconds, String worker, String data) {
    return new TrialRecord(
        trial.id(),
        Status.PAUSED,
        run.epoch(),
        folder,
        "",
        run.metrics(),
        "",
        seconds,
        worker,
        data,
        Quantities.STANDARD);
  }

  /** The record of an attempt that ended in an error; 0 seconds where these are not known. */
  public static TrialRecord failed(Trial trial, String message, double seconds, String worker) {
    return new TrialRecord(
        trial.id(), Status.FAILED, 0, "", "", new TreeMap<>(), message, seconds, worker);
  }

  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("trial", trial).put("status", status.json()).put("epoch", epoch);
    json.put("folder", folder).put("digest", digest);
    if (!message.isEmpty()) {
      json.put("message", message);
    }
    json.put("seconds", seconds).put("worker", worker);
    if (!data.isEmpty()) {
      json.put("data", data);
    }
    json.set("metrics", RunResult.json(metrics));
    ObjectNode own = quantities.json();
    if (!own.isEmpty()) {
      json.set(RecordedResult.QUANTITIES, own);
    }
    return json;
  }

  /**
   * What {@link #json} wrote.
   *
   * @throws IllegalArgumentException where a part is missing or is none of its kind
   */
  public static TrialRecord of(JsonNode json) {
    String trial = json.path("trial").asString("");
    if (trial.isEmpty()) {
      throw new IllegalArgumentException("expected the record of a trial");
    }
    Trial.requireId(trial);
    String folder = json.path("folder").asString("");
    if (!FOLDER.matcher(folder).matches()) {
      throw new IllegalArgumentException(
          "expected the name of a run folder, such as digits-0a1b2c3d4e5f, got \"" + folder + "\"");
    }
    return new TrialRecord(
        trial,
        Status.valueOf(json.path("status").asString("").toUpperCase(Locale.ROOT)),
        json.path("epoch").asInt(0),
        folder,
        json.path("digest").asString(""),
        RunResult.metrics(json.path("metrics")),
        json.path("message").asString(""),
        json.path("seconds").asDouble(0),
        json.path("worker").asString(""),
        json.path("data").asString(""),
        Quantities.of(json.path(RecordedResult.QUANTITIES)));
  }
}
