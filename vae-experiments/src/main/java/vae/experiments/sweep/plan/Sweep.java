package vae.experiments.sweep.plan;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vae.experiments.sweep.Trial;

/** A sweep that was read: what it plans, by what its trials are compared, and how it is kept. */
public final class Sweep {

  private final String name;
  private final Metric metric;
  private final Optional<Rungs> rungs;
  private final List<Trial> trials;
  private final JsonNode json;

  Sweep(String name, Metric metric, Optional<Rungs> rungs, List<Trial> trials, JsonNode json) {
    this.name = name;
    this.metric = metric;
    this.rungs = rungs;
    this.trials = List.copyOf(trials);
    this.json = json;
  }

  /** The sweep's name: that of its folder. */
  public String name() {
    return name;
  }

  /** What its trials are compared by. */
  public Metric metric() {
    return metric;
  }

  /** Where trials pause; empty where each goes to its end. */
  public Optional<Rungs> rungs() {
    return rungs;
  }

  /** The plan: trials in a fixed order, no two of the same content. */
  public List<Trial> trials() {
    return trials;
  }

  /** The sweep with its base inside and defaults written out; read again, it plans the same. */
  public JsonNode json() {
    return json.deepCopy();
  }
}
