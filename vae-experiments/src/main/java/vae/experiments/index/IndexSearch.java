package vae.experiments.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;

/**
 * Turns a query into SQL whose text is made of constants alone: all that comes from outside is a
 * bound value.
 */
final class IndexSearch {

  /** Columns of every run; these names are put into SQL, and no others. */
  static final List<String> COLUMNS =
      List.of("folder", "name", "id", "status", "digest", "started", "seed");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|[-+]?Infinity");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Connection database;
  private final SortedSet<String> metrics;
  private final SortedSet<String> paths;
  private final List<Object> bound = new ArrayList<>();

  IndexSearch(Connection database, SortedSet<String> metrics, SortedSet<String> paths) {
    this.database = database;
    this.metrics = metrics;
    this.paths = paths;
  }

  /** A key's number and text in a row of {@code runs}, as SQL. */
  private record Value(String number, String text) {}

  List<List<JsonNode>> rows(RunQuery query) throws SQLException {
    // Conditions first: their keys are shown too, and a complaint is to name what was written.
    query.where().forEach(condition -> value(condition.key(), "--where"));
    StringBuilder sql = new StringBuilder("SELECT folder");
    for (String column : query.columns()) {
      Value value = value(column, "--columns");
      sql.append(", ").append(bind(value.number(), column));
      sql.append(", ").append(bind(value.text(), column));
    }
    sql.append(" FROM runs WHERE 1");
    for (Condition condition : query.where()) {
      sql.append(" AND (").append(condition(condition)).append(')');
    }
    sql.append(" ORDER BY ").append(order(query.sort())).append("folder");
    sql.append(" LIMIT ?");
    bound.add(query.limit() > 0 ? query.limit() : -1);
    List<List<JsonNode>> rows = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(sql.toString())) {
      for (int i = 0; i < bound.size(); i++) {
        statement.setObject(i + 1, bound.get(i));
      }
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(row(found, query.columns()));
        }
      }
    }
    return rows;
  }

  private List<JsonNode> row(ResultSet found, List<String> columns) throws SQLException {
    List<JsonNode> row = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      double number = found.getDouble(2 + 2 * i);
      boolean isNumber = !found.wasNull();
      String text = found.getString(3 + 2 * i);
      if (!isNumber) {
        row.add(text == null ? NODES.nullNode() : NODES.stringNode(text));
      } else if (text != null && text.matches("-?\\d{1,18}")) {
        row.add(NODES.numberNode(Long.parseLong(text)));
      } else {
        row.add(NODES.numberNode(number));
      }
    }
    return row;
  }

  private String condition(Condition condition) throws SQLException {
    String key = condition.key();
    Value value = value(key, "--where");
    String sign = " " + condition.operator().sign() + " ";
    if (condition.operator() == Condition.Operator.CONTAINS) {
      return "instr(" + bind(value.text(), key) + ", " + bind("?", condition.value()) + ") > 0";
    }
    if (!NUMBER.matcher(condition.value()).matches()) {
      requireText(condition);
      return bind(value.text(), key) + sign + bind("?", condition.value());
    }
    Double number = Double.valueOf(condition.value());
    String byNumber = bind(value.number(), key) + sign + bind("?", number);
    if (metrics.contains(key)) {
      return byNumber; // NaN has a text, and is on no side of any number
    }
    String byText = bind(value.text(), key) + sign + bind("?", condition.value());
    return "ifnull(" + byNumber + ", " + byText + ")";
  }

  /** A number is compared with nothing but numbers: other text is a slip, not a search. */
  private void requireText(Condition condition) throws SQLException {
    boolean ordered =
        condition.operator() != Condition.Operator.EQUAL
            && condition.operator() != Condition.Operator.UNEQUAL;
    String key = condition.key();
    boolean named = condition.value().equals("NaN");
    if (metrics.contains(key) ? ordered || !named : ordered && isNumeric(key)) {
      throw new SpecException(
              key,
              "a number to compare with",
              "\"" + condition.value() + "\"",
              ordered ? "" : "NaN is the metric of a run that diverged.")
          .at("--where");
    }
  }

  /** Whether the key has numbers, and nothing else, in all runs. */
  private boolean isNumeric(String key) throws SQLException {
    if (!paths.contains(key) || COLUMNS.contains(key)) {
      return key.equals("seed");
    }
    String sql = "SELECT count(*), count(number) FROM pairs WHERE key = ?";
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      statement.setString(1, key);
      try (ResultSet counts = statement.executeQuery()) {
        return counts.next() && counts.getLong(1) > 0 && counts.getLong(1) == counts.getLong(2);
      }
    }
  }

  /** Numbers before text, runs without the key last, either way round. */
  private String order(String sort) {
    if (sort.isEmpty()) {
      return "";
    }
    boolean down = sort.startsWith("-");
    String key = down ? sort.substring(1) : sort;
    Value value = value(key, "--sort");
    String direction = down ? " DESC, " : ", ";
    String missing = bind(value.number(), key) + " IS NULL, ";
    String byNumber = bind(value.number(), key) + direction;
    String noText = bind(value.text(), key) + " IS NULL, ";
    return missing + byNumber + noText + bind(value.text(), key) + direction;
  }

  /** The expression, its one parameter bound. */
  private String bind(String expression, Object value) {
    if (expression.indexOf('?') >= 0) {
      bound.add(value);
    }
    return expression;
  }

  private Value value(String key, String option) {
    if (key.equals("seed")) {
      return new Value("CAST(seed AS REAL)", "CAST(seed AS TEXT)");
    }
    if (COLUMNS.contains(key)) {
      return new Value("NULL", key);
    }
    if (metrics.contains(key)) {
      String from =
          " FROM metrics m JOIN names USING (metric) WHERE m.run = runs.number AND names.name = ?)";
      return new Value("(SELECT value" + from, "(SELECT ifnull(value, 'NaN')" + from);
    }
    if (paths.contains(key)) {
      String from = " FROM spec JOIN pairs USING (pair) WHERE spec.run = runs.number AND key = ?)";
      return new Value("(SELECT number" + from, "(SELECT text" + from);
    }
    throw unknown(key, option);
  }

  private SpecException unknown(String key, String option) {
    Set<String> known = new TreeSet<>(COLUMNS);
    known.addAll(metrics);
    known.addAll(paths);
    String near = NearestName.of(key, known).map(it -> "; did you mean \"" + it + "\"?").orElse("");
    String example = paths.isEmpty() ? "" : " Paths of specs such as " + paths.first() + ".";
    return SpecException.because(
            "",
            "no run has \"" + key + "\"" + near,
            "Columns: %s. Metrics: %s.%s"
                .formatted(
                    String.join(", ", COLUMNS),
                    metrics.isEmpty() ? "none" : String.join(", ", metrics),
                    example))
        .at(option);
  }
}
