package vae.experiments.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.PrettyJson;

/** Makes the index say what the folders say, reading only what has changed. */
final class IndexUpdate {

  private final Folder root;
  private final RunScan scan;
  private final Connection database;
  private final Map<String, Integer> pairs = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private boolean changed;

  IndexUpdate(Folder root, RunScan scan, Connection database) {
    this.root = root;
    this.scan = scan;
    this.database = database;
  }

  /**
   * Whether something in the database was read from a file that is there unchanged. Stamps hold
   * what a copy of a folder cannot have, so an index that came with the folder has none.
   */
  boolean knowsAny() throws SQLException {
    Map<String, String> known = stamps("SELECT folder, stamp FROM runs WHERE sweep IS NULL");
    Map<String, String> swept = stamps("SELECT folder, stamp FROM sweeps");
    return scan.runs().entrySet().stream().anyMatch(known.entrySet()::contains)
        || scan.sweeps().entrySet().stream().anyMatch(swept.entrySet()::contains);
  }

  /** Brings it up to date; true where something was new, other or gone. */
  boolean run() throws IOException, SQLException {
    database.setAutoCommit(false);
    Map<String, String> known = stamps("SELECT folder, stamp FROM runs WHERE sweep IS NULL");
    for (Map.Entry<String, String> run : scan.runs().entrySet()) {
      if (!run.getValue().equals(known.remove(run.getKey()))) {
        remove("folder", run.getKey());
        add(entry(run.getKey()), run.getValue(), null);
      }
    }
    for (String gone : known.keySet()) {
      remove("folder", gone);
    }
    sweeps(scan.sweeps());
    if (changed) {
      forgetUnused();
    }
    database.commit();
    database.setAutoCommit(true);
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    return changed;
  }

  private void sweeps(SortedMap<String, String> found) throws IOException, SQLException {
    Map<String, String> known = stamps("SELECT folder, stamp FROM sweeps");
    for (Map.Entry<String, String> sweep : found.entrySet()) {
      if (!sweep.getValue().equals(known.remove(sweep.getKey()))) {
        forget(sweep.getKey());
        trials(sweep.getKey(), sweep.getValue());
        update("INSERT INTO sweeps VALUES (?, ?)", sweep.getKey(), sweep.getValue());
      }
    }
    for (String gone : known.keySet()) {
      forget(gone);
    }
  }

  private void forget(String sweep) throws SQLException {
    remove("sweep", sweep);
    update("DELETE FROM sweeps WHERE folder = ?", sweep);
  }

  private RunEntry entry(String folder) throws IOException {
    return RunEntry.read(root.folder(folder), folder);
  }

  private void trials(String folder, String stamp) throws IOException, SQLException {
    try {
      for (RunEntry entry : SweepEntries.of(root, folder)) {
        add(entry, stamp, folder);
      }
    } catch (RunFolderException | FolderException | CorruptFileException e) {
      remove("sweep", folder); // `vae verify` says what is wrong with it
    }
  }

  private Map<String, String> stamps(String query) throws SQLException {
    Map<String, String> stamps = new HashMap<>();
    try (Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        stamps.put(found.getString(1), found.getString(2));
      }
    }
    return stamps;
  }

  private void remove(String column, String value) throws SQLException {
    String which = "(SELECT number FROM runs WHERE " + column + " = ?)";
    update("DELETE FROM spec WHERE run IN " + which, value);
    update("DELETE FROM metrics WHERE run IN " + which, value);
    update("DELETE FROM runs WHERE " + column + " = ?", value);
  }

  private void add(RunEntry entry, String stamp, String sweep) throws SQLException {
    int number =
        insert(
            "INSERT INTO runs (folder, stamp, sweep, name, id, status, digest, started, seed)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entry.folder(),
            stamp,
            sweep,
            entry.name(),
            entry.id(),
            entry.status(),
            entry.digest(),
            entry.started(),
            entry.seed());
    for (Map.Entry<String, JsonNode> value : entry.spec().entrySet()) {
      update("INSERT INTO spec VALUES (?, ?)", number, pair(value.getKey(), value.getValue()));
    }
    add(entry.quantities());
    for (Map.Entry<String, Measured> metric : entry.metrics().entrySet()) {
      Measured measured = metric.getValue();
      OptionalDouble error = measured.standardError();
      update(
          "INSERT INTO metrics VALUES (?, ?, ?, ?)",
          number,
          name(metric.getKey()),
          measured.value(),
          error.isPresent() ? (Double) error.getAsDouble() : null);
    }
  }

  private void add(Quantities quantities) throws SQLException {
    for (Map.Entry<String, JsonNode> each : quantities.json().properties()) {
      String json = PrettyJson.line(each.getValue());
      update("INSERT OR REPLACE INTO quantities VALUES (?, ?)", each.getKey(), json);
    }
  }

  private int pair(String key, JsonNode value) throws SQLException {
    String text = value.isString() ? value.stringValue() : PrettyJson.line(value);
    Integer known = pairs.get(key + "=" + text);
    if (known == null) {
      Double number = value.isNumber() ? (Double) value.doubleValue() : null;
      update("INSERT OR IGNORE INTO pairs (key, text, number) VALUES (?, ?, ?)", key, text, number);
      known = find("SELECT pair FROM pairs WHERE key = ? AND text = ?", key, text);
      pairs.put(key + "=" + text, known);
    }
    return known;
  }

  private int name(String metric) throws SQLException {
    Integer known = names.get(metric);
    if (known == null) {
      update("INSERT OR IGNORE INTO names (name) VALUES (?)", metric);
      known = find("SELECT metric FROM names WHERE name = ?", metric);
      names.put(metric, known);
    }
    return known;
  }

  /** Keys that no run has any more are not known any more. */
  private void forgetUnused() throws SQLException {
    update("DELETE FROM pairs WHERE pair NOT IN (SELECT pair FROM spec)");
    update("DELETE FROM names WHERE metric NOT IN (SELECT metric FROM metrics)");
    update(
        "DELETE FROM quantities WHERE NOT EXISTS (SELECT 1 FROM names"
            + " WHERE substr(names.name, -length(quantities.name)) = quantities.name)");
  }

  private void update(String sql, Object... values) throws SQLException {
    changed |= bound(sql, values).executeUpdate() > 0;
  }

  private int insert(String sql, Object... values) throws SQLException {
    update(sql, values);
    return find("SELECT last_insert_rowid()");
  }

  private int find(String sql, Object... values) throws SQLException {
    try (ResultSet found = bound(sql, values).executeQuery()) {
      found.next();
      return found.getInt(1);
    }
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = database.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
