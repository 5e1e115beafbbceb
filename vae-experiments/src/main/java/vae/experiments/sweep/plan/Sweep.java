package vae.experiments.sweep.plan;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Trial;

/** A sweep that was read: what it plans, by what its trials are compared, and how it is kept. */
public final class Sweep {

  private final String name;
  private final Goal goal;
  private final boolean names;
  private final Optional<Rungs> rungs;
  private final List<Trial> trials;
  private final ObjectNode json;

  /**
   * @param names whether the sweep names its metric; else it is the default
   */
  Sweep(
      String name,
      Goal goal,
      boolean names,
      Optional<Rungs> rungs,
      List<Trial> trials,
      ObjectNode json) {
    this.name = name;
    this.goal = goal;
    this.names = names;
    this.rungs = rungs;
    this.trials = List.copyOf(trials);
    this.json = json;
  }

  /** The sweep's name: that of its folder. */
  public String name() {
    return name;
  }

  /** What its trials are compared by. */
  public Goal goal() {
    return goal;
  }

  /**
   * The same sweep, compared by what its frozen copy names where it names nothing itself: a default
   * of another version does not change what a sweep was begun with.
   */
  public Sweep keeping(Goal frozen) {
    if (names) {
      return this;
    }
    ObjectNode kept = json.deepCopy();
    kept.set("metric", frozen.json());
    return new Sweep(name, frozen, true, rungs, trials, kept);
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
