package vae.experiments.index;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Answers a query from the values that runs have under its keys, whatever holds these. */
final class RunSearch {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|[-+]?Infinity");

  private final Collection<String> folders;
  private final IndexKeys keys;
  private final Function<String, Map<String, RunValue>> source;
  private final Map<String, Map<String, RunValue>> values = new HashMap<>();

  RunSearch(
      Collection<String> folders, IndexKeys keys, Function<String, Map<String, RunValue>> source) {
    this.folders = folders;
    this.keys = keys;
    this.source = source;
  }

  record Row(String folder, List<JsonNode> values) {}

  List<Row> rows(RunQuery query) {
    keys.check(query);
    for (Condition condition : query.where()) {
      if (condition.operator() != Condition.Operator.CONTAINS && !isNumber(condition.value())) {
        keys.requireText(condition, isNumeric(condition.key()));
      }
    }
    return folders.stream()
        .filter(folder -> query.where().stream().allMatch(it -> meets(folder, it)))
        .sorted(order(query))
        .limit(query.limit() > 0 ? query.limit() : Long.MAX_VALUE)
        .map(it -> new Row(it, query.columns().stream().map(key -> value(it, key).json()).toList()))
        .toList();
  }

  private RunValue value(String folder, String key) {
    return values.computeIfAbsent(key, source).getOrDefault(folder, RunValue.NONE);
  }

  private static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  /** Whether the key has numbers, and nothing else, in all runs. */
  private boolean isNumeric(String key) {
    List<RunValue> known =
        folders.stream().map(it -> value(it, key)).filter(it -> it.text() != null).toList();
    return !known.isEmpty() && known.stream().allMatch(it -> it.number() != null);
  }

  private boolean meets(String folder, Condition condition) {
    RunValue value = value(folder, condition.key());
    String wanted = condition.value();
    if (condition.operator() == Condition.Operator.CONTAINS) {
      return value.text() != null && value.text().contains(wanted);
    }
    boolean byNumber = isNumber(wanted);
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
  private Comparator<String> order(RunQuery query) {
    Comparator<String> byFolder = Comparator.naturalOrder();
    if (query.sort().isEmpty()) {
      return byFolder;
    }
    Comparator<Double> numbers = Comparator.naturalOrder();
    Comparator<String> texts = Comparator.naturalOrder();
    if (query.isDescending()) {
      numbers = numbers.reversed();
      texts = texts.reversed();
    }
    String key = query.sortKey();
    Comparator<String> byNumber =
        Comparator.comparing(it -> value(it, key).number(), Comparator.nullsLast(numbers));
    return byNumber
        .thenComparing(it -> value(it, key).text(), Comparator.nullsLast(texts))
        .thenComparing(byFolder);
  }
}
