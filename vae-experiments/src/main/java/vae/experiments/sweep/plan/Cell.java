package vae.experiments.sweep.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.SpecException;
import vae.experiments.spec.Draft;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;

/** One combination of a sweep, put into a copy of the base: what is set, and in complaints, why. */
final class Cell {

  /** Parameters that a complaint repeats. */
  private static final int MAX_SHOWN = 8;

  private static final String INTEGERS =
      "Where integers are asked for, take the distribution \"integer\" or \"log-integer\". ";

  private final Choice[] applied;
  private final Map<String, Choice> setBy = new LinkedHashMap<>();
  private final Draft draft;
  private SequencedMap<String, JsonNode> parameters;

  private Cell(int axes, Draft draft) {
    this.applied = new Choice[axes];
    this.draft = draft;
  }

  /**
   * Sets the choices whose conditions hold, in the order.
   *
   * @throws SpecException where a path is not in the experiment, with its path in the sweep's file
   */
  static Cell of(
      Resolved base,
      List<SearchAxis> axes,
      List<Integer> order,
      List<Choice> choices,
      Conditions conditions) {
    Cell cell = new Cell(axes.size(), base.draft());
    for (int i : order) {
      if (conditions.hold(cell.draft, axes.get(i))) {
        cell.applied[i] = choices.get(i);
        choices.get(i).settings().forEach((path, value) -> cell.set(choices.get(i), path, value));
      }
    }
    return cell;
  }

  private void set(Choice choice, String path, JsonNode value) {
    Choice before = setBy.putIfAbsent(path, choice);
    if (before != null) {
      throw SpecException.because(
          place(choice, path),
          "%s is set by %s too%s".formatted(path, before.place(), where()),
          "Let one of the two set it, or tell them apart by \"when\".");
    }
    try {
      draft.set(path, value);
    } catch (SpecException e) {
      boolean alone = applied.length == 1;
      String more =
          "Where only some trials have a path, add \"when\": {\"other.path\": value} to it.";
      String fix = alone ? e.fix() : (e.fix() + "\n" + more).strip();
      String problem =
          "%s is not in the experiment: %s%s".formatted(path, e.problem(), alone ? "" : where());
      throw SpecException.because(place(choice, path), problem, fix);
    }
  }

  private static String place(Choice choice, String path) {
    return choice.linked() ? choice.place() + "." + path : choice.place();
  }

  /**
   * The experiment with this seed.
   *
   * @throws SpecException where it is refused, with its path in the sweep's file
   */
  Resolved with(long seed) {
    draft.set("seed", JsonNodeFactory.instance.numberNode(seed));
    try {
      return draft.resolve();
    } catch (SpecException e) {
      String culprit = culprit(e.path());
      boolean fraction = e.expected().startsWith("an integer") && isRange(culprit);
      String problem = "the experiment refuses it: %s: %s%s";
      throw SpecException.because(
          culprit,
          problem.formatted(e.path(), e.problem(), where()),
          (fraction ? INTEGERS + e.fix() : e.fix()).strip());
    }
  }

  private boolean isRange(String place) {
    return setBy.entrySet().stream()
        .anyMatch(it -> it.getValue().place().equals(place) && place.endsWith("." + it.getKey()));
  }

  /** The path in the sweep's file of what decides the value at a path of the experiment. */
  private String culprit(String path) {
    return setBy.entrySet().stream()
        .filter(it -> Order.reaches(it.getKey(), path))
        .map(it -> place(it.getValue(), it.getKey()))
        .findFirst()
        .orElse("");
  }

  SequencedMap<String, JsonNode> parameters() {
    if (parameters == null) {
      parameters = all();
    }
    return parameters;
  }

  private SequencedMap<String, JsonNode> all() {
    SequencedMap<String, JsonNode> all = new LinkedHashMap<>();
    for (Choice choice : applied) {
      if (choice != null) {
        choice.settings().forEach((path, value) -> all.put(path, Canonical.form(value)));
      }
    }
    return all;
  }

  /** Which trial it is, as the end of a sentence. */
  String where() {
    return where(all());
  }

  /** Which trial has these parameters, as the end of a sentence. */
  static String where(Map<String, JsonNode> all) {
    if (all.isEmpty()) {
      return "";
    }
    String shown =
        all.entrySet().stream()
            .limit(MAX_SHOWN)
            .map(it -> it.getKey() + " = " + PrettyJson.shortened(it.getValue()))
            .collect(Collectors.joining(", "));
    return " (in the trial with " + shown + (all.size() > MAX_SHOWN ? ", …" : "") + ")";
  }
}
