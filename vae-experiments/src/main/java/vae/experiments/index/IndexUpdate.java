package vae.experiments.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.RunFolderException;
import vae.experiments.spec.PrettyJson;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TrialRecord;

/** Makes the index say what the folders say, reading only what has changed. */
final class IndexUpdate {

  private final Path root;
  private final Connection database;
  private final Map<String, Integer> pairs = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private boolean changed;

  IndexUpdate(Path root, Connection database) {
    this.root = root;
    this.database = database;
  }

  /** Brings it up to date; true where something was new, other or gone. */
  boolean run() throws IOException, SQLException {
    RunScan scan = RunScan.of(root);
    database.setAutoCommit(false);
    Map<String, String> known = stamps("SELECT folder, stamp FROM runs WHERE sweep IS NULL");
    for (Map.Entry<String, String> run : scan.runs().entrySet()) {
      if (!run.getValue().equals(known.remove(run.getKey()))) {
        remove("folder", run.getKey());
        add(RunEntry.read(root.resolve(run.getKey()), run.getKey()), run.getValue(), null);
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

  /** The trials of a sweep that have a record and no run folder; none of a damaged sweep. */
  private void trials(String folder, String stamp) throws IOException, SQLException {
    SweepFolder sweep = new SweepFolder(root.resolve(folder));
    try {
      Records records = Records.read(sweep.results());
      PlanFile.forEach(
          sweep.plan(),
          trial -> {
            Optional<TrialRecord> record = records.best(trial);
            if (record.isPresent() && !hasFolder(sweep, record.get())) {
              addUnchecked(RunEntry.of(trial, record.get(), folder), stamp, folder);
            }
          });
    } catch (RunFolderException e) {
      remove("sweep", folder); // `vae verify` says what is wrong with it
    } catch (Failure e) {
      throw e.cause;
    }
  }

  /** Carries what goes wrong out of a walk over a plan. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException cause;

    Failure(SQLException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void addUnchecked(RunEntry entry, String stamp, String sweep) {
    try {
      add(entry, stamp, sweep);
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  private static boolean hasFolder(SweepFolder sweep, TrialRecord record) {
    return !record.folder().isEmpty() && Files.isDirectory(sweep.runs().resolve(record.folder()));
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
