package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/** One parameter of a sweep, as methods see it: listed choices, or a range to draw from. */
public final class SearchAxis {

  private final String label;
  private final SearchParameter parameter;
  private final List<Choice> listed;

  SearchAxis(String label, SearchParameter parameter) {
    this.label = label;
    this.parameter = parameter;
    listed = new ArrayList<>();
    parameter.values().ifPresent(values -> values.forEach(this::value));
    parameter.cases().ifPresent(cases -> cases.forEach(this::linked));
  }

  private void value(JsonNode value) {
    SequencedMap<String, JsonNode> settings = new LinkedHashMap<>();
    settings.put(label, value);
    listed.add(new Choice("%s.values[%d]".formatted(place(), listed.size()), settings));
  }

  private void linked(Map<String, JsonNode> values) {
    listed.add(
        new Choice("%s.cases[%d]".formatted(place(), listed.size()), new LinkedHashMap<>(values)));
  }

  /** Its path in the experiment, or the label of linked values. */
  public String label() {
    return label;
  }

  public String place() {
    return "parameters." + label;
  }

  /** How many choices are listed; empty for a range. */
  public OptionalInt count() {
    return listed.isEmpty() ? OptionalInt.empty() : OptionalInt.of(listed.size());
  }

  public Choice at(int index) {
    return listed.get(index);
  }

  /**
   * The choice at a number that is uniform in [0, 1): each listed one equally often, or a value of
   * the range by its distribution.
   */
  public Choice at(double u) {
    if (!listed.isEmpty()) {
      return listed.get(Math.min(listed.size() - 1, (int) (u * listed.size())));
    }
    SequencedMap<String, JsonNode> settings = new LinkedHashMap<>();
    settings.put(label, parameter.drawn().at(u, parameter.min().get(), parameter.max().get()));
    return new Choice(place(), settings);
  }

  /** The values that a path must have, one of them, for the parameter to apply; by path. */
  Map<String, JsonNode> conditions() {
    return parameter.when().orElse(Map.of());
  }

  List<String> paths() {
    return listed.isEmpty()
        ? List.of(label)
        : listed.stream().flatMap(it -> it.settings().keySet().stream()).distinct().toList();
  }
}
