package vae.experiments.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Turns a query into SQL whose text is made of constants alone: all that comes from outside is a
 * bound value.
 */
final class IndexSearch {

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|[-+]?Infinity");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Connection database;
  private final IndexKeys keys;
  private final List<Object> bound = new ArrayList<>();

  IndexSearch(Connection database, IndexKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  /** Whether a condition's value is compared as a number. */
  static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  /** A key's number and text in a row of {@code runs}, as SQL. */
  private record Value(String number, String text) {}

  /** A row of the answer, and the run that it is of. */
  record Row(String folder, List<JsonNode> values) {}

  List<Row> rows(RunQuery query) throws SQLException {
    keys.check(query);
    StringBuilder sql = new StringBuilder("SELECT folder");
    for (String column : query.columns()) {
      Value value = value(column);
      sql.append(", ").append(bind(value.number(), column));
      sql.append(", ").append(bind(value.text(), column));
    }
    sql.append(" FROM runs WHERE 1");
    for (Condition condition : query.where()) {
      sql.append(" AND (").append(condition(condition)).append(')');
    }
    sql.append(" ORDER BY ").append(order(query)).append("folder");
    sql.append(" LIMIT ?");
    bound.add(query.limit() > 0 ? query.limit() : -1);
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement = database.prepareStatement(sql.toString())) {
      for (int i = 0; i < bound.size(); i++) {
        statement.setObject(i + 1, bound.get(i));
      }
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(new Row(found.getString(1), row(found, query.columns())));
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
    Value value = value(key);
    String sign = " " + condition.operator().sign() + " ";
    if (condition.operator() == Condition.Operator.CONTAINS) {
      return "instr(" + bind(value.text(), key) + ", " + bind("?", condition.value()) + ") > 0";
    }
    if (!isNumber(condition.value())) {
      keys.requireText(condition, isNumeric(key));
      return bind(value.text(), key) + sign + bind("?", condition.value());
    }
    Double number = Double.valueOf(condition.value());
    String byNumber = bind(value.number(), key) + sign + bind("?", number);
    if (keys.metrics().contains(key)) {
      return byNumber; // NaN has a text, and is on no side of any number
    }
    String byText = bind(value.text(), key) + sign + bind("?", condition.value());
    return "ifnull(" + byNumber + ", " + byText + ")";
  }

  /** Whether the key has numbers, and nothing else, in all runs. */
  private boolean isNumeric(String key) throws SQLException {
    if (keys.kind(key, "--where") != IndexKeys.Kind.PATH) {
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
  private String order(RunQuery query) {
    if (query.sort().isEmpty()) {
      return "";
    }
    String key = query.sortKey();
    Value value = value(key);
    String direction = query.isDescending() ? " DESC, " : ", ";
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

  private Value value(String key) {
    return switch (keys.kind(key, "--columns")) {
      case SEED -> new Value("CAST(seed AS REAL)", "CAST(seed AS TEXT)");
      case COLUMN -> new Value("NULL", key);
      case METRIC -> {
        String from =
            " FROM metrics m JOIN names USING (metric) WHERE m.run = runs.number AND names.name"
                + " = ?)";
        yield new Value("(SELECT value" + from, "(SELECT ifnull(value, 'NaN')" + from);
      }
      case PATH -> {
        String from =
            " FROM spec JOIN pairs USING (pair) WHERE spec.run = runs.number AND key = ?)";
        yield new Value("(SELECT number" + from, "(SELECT text" + from);
      }
    };
  }
}
