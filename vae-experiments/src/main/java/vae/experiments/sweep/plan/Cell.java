package vae.experiments.sweep.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.Draft;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;

/** One combination of a sweep, put into a copy of the base: what is set, and in complaints, why. */
final class Cell {

  private final List<Axis> axes;
  private final Choice[] applied;
  private final Draft draft;

  private Cell(List<Axis> axes, Draft draft) {
    this.axes = axes;
    this.applied = new Choice[axes.size()];
    this.draft = draft;
  }

  /**
   * Sets the choices whose conditions hold, in the order.
   *
   * @throws SpecException where a path is not in the experiment, with its path in the sweep's file
   */
  static Cell of(Resolved base, List<Axis> axes, int[] order, List<Choice> choices) {
    Cell cell = new Cell(axes, base.draft());
    for (int i : order) {
      if (Conditions.hold(cell.draft, axes.get(i).conditions())) {
        cell.applied[i] = choices.get(i);
        choices.get(i).settings().forEach((path, value) -> cell.set(choices.get(i), path, value));
      }
    }
    return cell;
  }

  private void set(Choice choice, String path, JsonNode value) {
    try {
      draft.set(path, value);
    } catch (SpecException e) {
      String problem = "%s is not in the experiment: %s%s".formatted(path, e.problem(), where());
      String fix = conditional() ? e.fix() + WHEN : e.fix();
      throw SpecException.because(place(choice, path), problem, fix);
    }
  }

  private static final String WHEN =
      "\n"
          + "Where a path is there in some of the trials only, say so: \"when\": {\"other.path\":"
          + " value}.";

  private boolean conditional() {
    return axes.size() > 1;
  }

  private String place(Choice choice, String path) {
    boolean linked = choice.place().contains(".cases[");
    return linked ? choice.place() + "." + path : choice.place();
  }

  /**
   * The experiment with this seed.
   *
   * @throws SpecException where it is refused, with its path in the sweep's file
   */
  Resolved with(JsonNode seed) {
    draft.set("seed", seed);
    try {
      return draft.resolve();
    } catch (SpecException e) {
      throw located(e);
    }
  }

  /** A complaint about the experiment as one about what this sweep made of it. */
  SpecException located(SpecException e) {
    String problem =
        "the experiment is refused: %s: %s%s".formatted(e.path(), e.problem(), where());
    for (Choice choice : applied) {
      if (choice != null) {
        for (String path : choice.settings().keySet()) {
          if (Order.reach(path, e.path())) {
            return SpecException.because(place(choice, path), problem, e.fix());
          }
        }
      }
    }
    return SpecException.because("", problem, e.fix());
  }

  /** What is set, by path, in the order of the sweep. */
  SequencedMap<String, JsonNode> parameters() {
    SequencedMap<String, JsonNode> all = new LinkedHashMap<>();
    for (Choice choice : applied) {
      if (choice != null) {
        choice.settings().forEach((path, value) -> all.put(path, Canonical.form(value)));
      }
    }
    return all;
  }

  private String where() {
    Map<String, JsonNode> all = parameters();
    return all.isEmpty()
        ? ""
        : all.entrySet().stream()
            .map(it -> it.getKey() + " = " + PrettyJson.shortened(it.getValue()))
            .collect(Collectors.joining(", ", " (in the trial with ", ")"));
  }
}
