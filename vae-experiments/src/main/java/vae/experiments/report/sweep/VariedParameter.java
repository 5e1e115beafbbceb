package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.report.plot.Axis;
import vae.experiments.report.plot.Svg;
import vae.experiments.sweep.table.Group;
import vae.experiments.sweep.table.PathLabels;

/**
 * A value that differs between groups, with the places of its values on an axis.
 *
 * @param values distinct ones of the groups that are drawn: numbers ascending, others as they come
 */
record VariedParameter(String path, String name, boolean numeric, List<String> values) {

  static VariedParameter of(String path, String name, List<Group> groups) {
    SequencedMap<String, JsonNode> distinct = new LinkedHashMap<>();
    for (Group group : groups) {
      JsonNode value = group.values().get(path);
      if (value != null) {
        distinct.putIfAbsent(PathLabels.value(value), value);
      }
    }
    boolean numeric =
        !distinct.isEmpty()
            && distinct.values().stream()
                .allMatch(value -> value.isNumber() && Double.isFinite(value.doubleValue()));
    List<String> values = new ArrayList<>(distinct.keySet());
    if (numeric) {
      values.sort(Comparator.comparingDouble(text -> distinct.get(text).doubleValue()));
    } else {
      values.sort(Comparator.naturalOrder());
    }
    return new VariedParameter(path, name, numeric, List.copyOf(values));
  }

  /** The group's value as text; empty where its experiment has none. */
  String text(Group group) {
    JsonNode value = group.values().get(path);
    return value == null ? "" : PathLabels.value(value);
  }

  /** The group's place on the axis: its number, or the place of its name; NaN where it has none. */
  double place(Group group) {
    JsonNode value = group.values().get(path);
    if (value == null) {
      return Double.NaN;
    }
    if (!numeric) {
      return values.indexOf(PathLabels.value(value));
    }
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }

  /** The place of the group's value among the distinct ones; −1 where it has none. */
  int index(Group group) {
    return values.indexOf(text(group));
  }

  /** Whether the groups that are drawn differ in it. */
  boolean isDrawn() {
    return values.size() > 1;
  }

  Axis upright(double from, double to) {
    if (!numeric) {
      List<String> names = values.stream().map(value -> Svg.fitted(value, 110)).toList();
      return Axis.categories(name, names, from, to);
    }
    double[] numbers = values.stream().mapToDouble(Double::parseDouble).toArray();
    return Axis.parameter(name, numbers, from, to);
  }
}
