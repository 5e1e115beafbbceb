package vae.experiments.sweep.plan;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Trial;

/**
 * A sweep that was read.
 *
 * @param namesGoal whether the sweep names its metric; else it is the default
 * @param rungs where trials pause; empty where each goes to its end
 * @param trials in a fixed order, no two of the same content
 * @param json the sweep with its base inside and defaults written out; read again, it plans the
 *     same
 */
public record Sweep(
    String name,
    Goal goal,
    boolean namesGoal,
    Optional<Rungs> rungs,
    List<Trial> trials,
    ObjectNode json) {

  public Sweep {
    trials = List.copyOf(trials);
  }

  @Override
  public ObjectNode json() {
    return json.deepCopy();
  }

  /**
   * The same sweep, compared by what its frozen copy names where it names nothing itself: a default
   * of another version does not change what a sweep was begun with.
   */
  public Sweep keeping(Goal frozen) {
    if (namesGoal) {
      return this;
    }
    ObjectNode kept = json.deepCopy();
    kept.set("metric", frozen.json());
    return new Sweep(name, frozen, true, rungs, trials, kept);
  }
}
