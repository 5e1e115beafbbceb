package vae.experiments.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.PrettyJson;

/** Answers queries from entries in memory as {@link IndexSearch} does, where there is no SQLite. */
final class PlainSearch {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<RunEntry> entries;
  private final IndexKeys keys;

  PlainSearch(List<RunEntry> entries) {
    this.entries = entries;
    TreeSet<String> metrics = new TreeSet<>();
    TreeSet<String> paths = new TreeSet<>();
    for (RunEntry entry : entries) {
      metrics.addAll(entry.metrics().keySet());
      paths.addAll(entry.spec().keySet());
    }
    keys = new IndexKeys(metrics, paths);
  }

  /** The row of an entry. */
  static List<JsonNode> row(RunEntry entry, IndexKeys keys, List<String> columns) {
    return new PlainSearch(List.of(), keys).row(entry, columns);
  }

  private PlainSearch(List<RunEntry> entries, IndexKeys keys) {
    this.entries = entries;
    this.keys = keys;
  }

  private List<JsonNode> row(RunEntry entry, List<String> columns) {
    return columns.stream().map(key -> value(entry, key).json()).toList();
  }

  Quantities quantities() {
    Quantities all = Quantities.STANDARD;
    for (RunEntry entry : entries) {
      all = all.and(entry.quantities());
    }
    return all;
  }

  IndexKeys keys() {
    return keys;
  }

  /** A key's number and text; each may be null. */
  private record Value(Double number, String text) {

    static final Value NONE = new Value(null, null);

    JsonNode json() {
      if (number == null) {
        return text == null ? NODES.nullNode() : NODES.stringNode(text);
      }
      return text != null && text.matches("-?\\d{1,18}")
          ? NODES.numberNode(Long.parseLong(text))
          : NODES.numberNode(number);
    }
  }

  List<List<JsonNode>> rows(RunQuery query) {
    keys.check(query);
    for (Condition condition : query.where()) {
      if (condition.operator() != Condition.Operator.CONTAINS
          && !IndexSearch.isNumber(condition.value())) {
        keys.requireText(condition, isNumeric(condition.key()));
      }
    }
    return entries.stream()
        .filter(entry -> query.where().stream().allMatch(it -> meets(entry, it)))
        .sorted(order(query))
        .limit(query.limit() > 0 ? query.limit() : Long.MAX_VALUE)
        .map(entry -> row(entry, query.columns()))
        .toList();
  }

  /** Whether the key has numbers, and nothing else, in all runs. */
  private boolean isNumeric(String key) {
    List<Value> values =
        entries.stream().map(it -> value(it, key)).filter(it -> !it.equals(Value.NONE)).toList();
    return !values.isEmpty() && values.stream().allMatch(it -> it.number() != null);
  }

  private Value value(RunEntry entry, String key) {
    return switch (keys.kind(key, "--columns")) {
      case SEED -> new Value((double) entry.seed(), Long.toString(entry.seed()));
      case COLUMN -> new Value(null, column(entry, key));
      case METRIC -> metric(entry.metrics().get(key));
      case PATH -> path(entry.spec().get(key));
    };
  }

  private static String column(RunEntry entry, String key) {
    return switch (key) {
      case "folder" -> entry.folder();
      case "name" -> entry.name();
      case "id" -> entry.id();
      case "status" -> entry.status();
      case "digest" -> entry.digest();
      default -> entry.started();
    };
  }

  private static Value metric(Measured measured) {
    if (measured == null) {
      return Value.NONE;
    }
    double value = measured.value();
    return new Value(Double.isNaN(value) ? null : value, Double.toString(value));
  }

  private static Value path(JsonNode value) {
    if (value == null) {
      return Value.NONE;
    }
    String text = value.isString() ? value.stringValue() : PrettyJson.line(value);
    return new Value(value.isNumber() ? value.doubleValue() : null, text);
  }

  private boolean meets(RunEntry entry, Condition condition) {
    Value value = value(entry, condition.key());
    String wanted = condition.value();
    if (condition.operator() == Condition.Operator.CONTAINS) {
      return value.text() != null && value.text().contains(wanted);
    }
    boolean byNumber = IndexSearch.isNumber(wanted);
    if (byNumber && value.number() != null) {
      return holds(condition.operator(), Double.compare(value.number() + 0.0, number(wanted)));
    }
    if (byNumber && keys.metrics().contains(condition.key()) || value.text() == null) {
      return false; // NaN is on no side of any number
    }
    return holds(condition.operator(), value.text().compareTo(wanted));
  }

  private static double number(String text) {
    return Double.parseDouble(text) + 0.0; // no −0
  }

  private static boolean holds(Condition.Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case MORE -> order > 0;
      case AT_LEAST -> order >= 0;
      case CONTAINS -> throw new IllegalArgumentException("no order");
    };
  }

  /** Numbers before text, runs without the key last, either way round. */
  private Comparator<RunEntry> order(RunQuery query) {
    Comparator<RunEntry> byFolder = Comparator.comparing(RunEntry::folder);
    if (query.sort().isEmpty()) {
      return byFolder;
    }
    Function<RunEntry, Value> of = entry -> value(entry, query.sortKey());
    Comparator<Double> numbers = Comparator.naturalOrder();
    Comparator<String> texts = Comparator.naturalOrder();
    if (query.isDescending()) {
      numbers = numbers.reversed();
      texts = texts.reversed();
    }
    List<Comparator<RunEntry>> all = new ArrayList<>();
    all.add(Comparator.comparing(it -> of.apply(it).number(), Comparator.nullsLast(numbers)));
    all.add(Comparator.comparing(it -> of.apply(it).text(), Comparator.nullsLast(texts)));
    all.add(byFolder);
    return all.stream().reduce(Comparator::thenComparing).orElseThrow();
  }
}
