package vae.experiments.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import vae.core.spec.Describe;
import vae.core.wiring.Component;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SpecKey;
import vae.experiments.spec.Structure;
import vae.experiments.spec.ValueType;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.SweepSpec;

/** Every component with its sentence, its paper and its keys: what {@code vae components} shows. */
public record ComponentsListing(Structure structure) {

  private static final int MAX_COLUMN = 32;

  /** The components of one slot; the slot must be one of the catalogue's. */
  public String of(String slot) {
    StringBuilder out = new StringBuilder(slot).append('\n');
    for (Component component : structure.catalogue().components(slot)) {
      out.append('\n');
      component(component, out);
    }
    return out.toString();
  }

  /** The components of all slots, then the parts of an experiment that are no components. */
  public String all() {
    List<String> parts =
        new ArrayList<>(structure.catalogue().slots().stream().map(this::of).toList());
    for (SpecKey key : structure.keys(ExperimentSpec.class)) {
      if (key.type() instanceof ValueType.Section) {
        parts.add(section(key.name()));
      }
    }
    return String.join("\n", parts);
  }

  /** The names of objects with keys of their own that are no components, such as training. */
  public Set<String> sections() {
    return bySection().keySet();
  }

  /** The keys of such an object; the name must be one of {@link #sections}. */
  public String section(String name) {
    StringBuilder out = new StringBuilder(name).append('\n');
    for (Class<?> record : bySection().get(name)) {
      Describe describe = record.getAnnotation(Describe.class);
      if (describe != null) {
        line("  ", describe.value(), out);
      }
      keys(record, out);
    }
    return out.toString();
  }

  private SortedMap<String, Set<Class<?>>> bySection() {
    SortedMap<String, Set<Class<?>>> sections = new TreeMap<>();
    Set<Class<?>> seen = new HashSet<>();
    root("experiment", ExperimentSpec.class, sections, seen);
    if (structure.catalogue().slots().contains("method")) {
      root("sweep", SweepSpec.class, sections, seen);
    }
    if (structure.catalogue().slots().contains("experiment")) {
      root("study", StudySpec.class, sections, seen);
    }
    sections.keySet().removeAll(structure.catalogue().slots());
    return sections;
  }

  private void root(
      String name, Class<?> record, SortedMap<String, Set<Class<?>>> sections, Set<Class<?>> seen) {
    sections.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(record);
    collect(record, sections, seen);
  }

  private void collect(
      Class<?> record, SortedMap<String, Set<Class<?>>> sections, Set<Class<?>> seen) {
    if (!seen.add(record)) {
      return;
    }
    for (SpecKey key : structure.keys(record)) {
      ValueType type = section(key.type());
      if (type instanceof ValueType.Section(Class<? extends Record> inner)) {
        sections.computeIfAbsent(key.name(), _ -> new LinkedHashSet<>()).add(inner);
        collect(inner, sections, seen);
      } else if (type instanceof ValueType.OfSlot slot) {
        structure
            .catalogue()
            .components(slot.slot())
            .forEach(it -> collect(it.specType(), sections, seen));
      }
    }
  }

  private void component(Component component, StringBuilder out) {
    out.append("  ").append(component.name()).append('\n');
    Describe describe = component.specType().getAnnotation(Describe.class);
    if (describe != null) {
      line("    ", describe.value(), out);
      if (!describe.source().isEmpty()) {
        line("    ", describe.source(), out);
      }
    }
    keys(component.specType(), out);
  }

  private void keys(Class<?> record, StringBuilder out) {
    List<Row> rows = new ArrayList<>();
    rows(record, "", rows);
    int keys = width(rows.stream().map(Row::key).toList());
    int types = width(rows.stream().map(Row::type).toList());
    int defaults = width(rows.stream().map(Row::fallback).toList());
    String format = "      %-" + keys + "s  %-" + types + "s  %-" + defaults + "s  ";
    for (Row row : rows) {
      String cells = format.formatted(row.key(), row.type(), row.fallback());
      if (cells.stripTrailing().length()
          > Paragraph.WIDTH) { // a long default: out of its column, in its line
        cells = cells.replaceAll("(?<=\\S) {3,}", "  ");
      }
      line(cells, row.meaning(), out);
    }
  }

  private record Row(String key, String type, String fallback, String meaning) {}

  private void rows(Class<?> record, String prefix, List<Row> rows) {
    for (SpecKey key : structure.keys(record)) {
      String fallback = key.fallback().map(ComponentsListing::shown).orElse("required");
      rows.add(row(prefix, key, fallback));
      if (section(key.type()) instanceof ValueType.Section(Class<? extends Record> inner)) {
        String each = key.type() instanceof ValueType.ListOf ? "[]." : ".";
        rows(inner, prefix + key.name() + each, rows);
      }
    }
  }

  /** A choice of many names has them in its meaning, where lines are broken. */
  private static Row row(String prefix, SpecKey key, String fallback) {
    String type = type(key.type());
    boolean wide = key.type() instanceof ValueType.Choice && type.length() > MAX_COLUMN;
    String names = wide ? ": " + type.replace("|", ", ") : "";
    String meaning = key.description().replaceFirst(wide ? "[.]$" : "$", "") + names;
    return new Row(prefix + key.name(), wide ? "name" : type, fallback, meaning);
  }

  private static String shown(JsonNode fallback) {
    return fallback.isNull() ? "none" : "= " + PrettyJson.line(fallback);
  }

  private static ValueType section(ValueType type) {
    return switch (type) {
      case ValueType.Maybe(ValueType present) -> present;
      case ValueType.ListOf(ValueType element) -> element;
      default -> type;
    };
  }

  private static String type(ValueType type) {
    return switch (type) {
      case ValueType.Text() -> "string";
      case ValueType.Flag() -> "true|false";
      case ValueType.Whole(_) -> "integer";
      case ValueType.Real() -> "number";
      case ValueType.Choice choice -> String.join("|", choice.names());
      case ValueType.ListOf(ValueType element) -> "list of " + type(element);
      case ValueType.Table(ValueType entry) -> "table of " + type(entry);
      case ValueType.Maybe(ValueType present) -> type(present) + " or null";
      case ValueType.Section(_) -> "object";
      case ValueType.OfSlot slot -> "a " + slot.name();
      case ValueType.PathOr(_) -> "path or object";
      case ValueType.Anything() -> "any JSON";
    };
  }

  /** Columns are no wider than this, so that a long list of names does not push out the meaning. */
  private static int width(List<String> cells) {
    return cells.stream().mapToInt(String::length).filter(w -> w <= MAX_COLUMN).max().orElse(1);
  }

  private static void line(String before, String text, StringBuilder out) {
    boolean narrow = before.length() > 70;
    String line =
        narrow && !text.isEmpty()
            ? before.stripTrailing() + "\n" + Paragraph.hanging(" ".repeat(10), text)
            : Paragraph.hanging(before, text);
    out.append(line.stripTrailing()).append('\n');
  }
}
