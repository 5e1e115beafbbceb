package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.DurableFile;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sqlite.Sqlite;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Trials and metrics as an SQLite database, for sweeps too large for a table.
 *
 * <p>{@code trials(id, group, label, seed, status, epoch, digest, folder, message, seconds, …)}
 * with a column for each value that varies, named by its path, and {@code metrics(trial, name,
 * value, standard_error)}. NaN is NULL. Trials and records are read one at a time, so memory does
 * not grow with them; the file appears whole, in one step.
 */
public final class SqliteExport {

  private static final List<String> COLUMNS =
      List.of(
          "id", "group", "label", "seed", "status", "epoch", "digest", "folder", "message",
          "seconds");

  private final Connection database;
  private final List<String> varying;

  private SqliteExport(Connection database, List<String> varying) {
    this.database = database;
    this.varying = varying;
  }

  /** Wraps what goes wrong inside of a walk. */
  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(SQLException cause) {
      super(cause);
    }
  }

  /**
   * Replaces the file.
   *
   * @throws RunFolderException where a trial ended twice with different digests
   * @throws IOException where a source cannot be read or the file not be written
   */
  public static void write(Sources sources, Path file) throws IOException {
    Path made = Files.createTempFile("vae-", ".sqlite");
    try {
      fill(sources, made);
      DurableFile.write(file, out -> copy(made, out));
    } catch (Failure | SQLException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(made);
    }
  }

  private static void copy(Path from, FileChannel to) throws IOException {
    try (FileChannel in = FileChannel.open(from)) {
      long size = in.size();
      for (long at = 0; at < size; ) {
        at += in.transferTo(at, size - at, to);
      }
    }
  }

  private static void fill(Sources sources, Path file) throws IOException, SQLException {
    Variation variation = new Variation();
    Set<String> groups = new HashSet<>();
    sources.forEachTrial(
        trial -> {
          if (groups.add(trial.group())) {
            variation.add(trial);
          }
        });
    try (Connection database = Sqlite.inFile(file)) {
      SqliteExport export = new SqliteExport(database, variation.paths());
      try (Statement settings = database.createStatement()) {
        settings.execute("PRAGMA journal_mode = OFF"); // the file is thrown away if this fails
        settings.execute("PRAGMA synchronous = OFF");
      }
      database.setAutoCommit(false);
      export.tables();
      export.trials(sources);
      export.records(sources);
      database.commit();
    }
  }

  private void tables() throws SQLException {
    StringBuilder columns = new StringBuilder();
    for (String path : varying) {
      String name = COLUMNS.contains(path.toLowerCase(Locale.ROOT)) ? "spec." + path : path;
      columns.append(", \"").append(name.replace("\"", "\"\"")).append('"');
    }
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "CREATE TABLE trials (id TEXT PRIMARY KEY, \"group\" TEXT NOT NULL, label TEXT NOT NULL,"
              + " seed INTEGER NOT NULL, status TEXT NOT NULL, epoch INTEGER NOT NULL,"
              + " digest TEXT NOT NULL, folder TEXT NOT NULL, message TEXT NOT NULL,"
              + " seconds REAL NOT NULL"
              + columns
              + ") WITHOUT ROWID");
      statement.execute(
          "CREATE TABLE metrics (trial TEXT NOT NULL REFERENCES trials (id), name TEXT NOT NULL,"
              + " value REAL, standard_error REAL, PRIMARY KEY (trial, name)) WITHOUT ROWID");
    }
  }

  private void trials(Sources sources) throws IOException, SQLException {
    Map<String, String> names = PathLabels.shortNames(varying);
    String marks = ", ?".repeat(varying.size());
    String insert =
        "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, 'pending', 0, '', '', '', 0"
            + marks
            + ")";
    try (PreparedStatement row = database.prepareStatement(insert)) {
      sources.forEachTrial(
          trial -> {
            try {
              add(trial, names, row);
            } catch (SQLException e) {
              throw new Failure(e);
            }
          });
    }
  }

  private void add(Trial trial, Map<String, String> names, PreparedStatement row)
      throws SQLException {
    Map<String, JsonNode> values = Variation.values(trial, varying);
    row.setString(1, trial.id());
    row.setString(2, trial.group());
    row.setString(3, PathLabels.label(values, names));
    row.setLong(4, trial.seed());
    for (int i = 0; i < varying.size(); i++) {
      set(row, 5 + i, values.get(varying.get(i)));
    }
    row.executeUpdate();
  }

  private static void set(PreparedStatement row, int index, JsonNode value) throws SQLException {
    if (value == null || value.isNull()) {
      row.setObject(index, null);
    } else if (value.isIntegralNumber() && value.canConvertToLong()) {
      row.setLong(index, value.longValue());
    } else if (value.isNumber()) {
      row.setDouble(index, value.doubleValue());
    } else if (value.isBoolean()) {
      row.setInt(index, value.booleanValue() ? 1 : 0);
    } else {
      row.setString(index, PathLabels.value(value));
    }
  }

  /** What is known of a trial by its records so far. */
  private record Known(TrialRecord.Status status, int epoch, String digest) {

    /** Whether this says less than the record does: as {@code Records} chooses. */
    boolean yieldsTo(TrialRecord record) {
      return switch (status) {
        case COMPLETE, DIVERGED -> false;
        case PAUSED -> record.status().isFinal() || isLaterRung(record);
        case FAILED -> true;
      };
    }

    private boolean isLaterRung(TrialRecord record) {
      return record.status() == TrialRecord.Status.PAUSED && record.epoch() > epoch;
    }
  }

  private void records(Sources sources) throws IOException, SQLException {
    String update =
        "UPDATE trials SET status = ?, epoch = ?, digest = ?, folder = ?, message = ?, seconds = ?"
            + " WHERE id = ?";
    try (PreparedStatement known =
            database.prepareStatement("SELECT status, epoch, digest FROM trials WHERE id = ?");
        PreparedStatement row = database.prepareStatement(update);
        PreparedStatement clear = database.prepareStatement("DELETE FROM metrics WHERE trial = ?");
        PreparedStatement metric =
            database.prepareStatement("INSERT INTO metrics VALUES (?, ?, ?, ?)")) {
      sources.forEachRecord(
          record -> {
            try {
              if (counts(record, known)) {
                write(record, row, clear, metric);
              }
            } catch (SQLException e) {
              throw new Failure(e);
            }
          });
    }
  }

  private static boolean counts(TrialRecord record, PreparedStatement query) throws SQLException {
    query.setString(1, record.trial());
    try (ResultSet found = query.executeQuery()) {
      if (!found.next()) {
        return false; // a record of a trial that is in no plan
      }
      String status = found.getString(1);
      if (status.equals(TrialState.PENDING.json())) {
        return true;
      }
      Known known =
          new Known(
              TrialRecord.Status.valueOf(status.toUpperCase(Locale.ROOT)),
              found.getInt(2),
              found.getString(3));
      if (known.status().isFinal()
          && record.status().isFinal()
          && !known.digest().equals(record.digest())) {
        throw new RunFolderException(
            "trial %s ended twice with different digests: %s, and %s by %s; `vae doctor` on both"
                    .formatted(record.trial(), known.digest(), record.digest(), record.worker())
                + " machines tells which of them computes other bits");
      }
      return known.yieldsTo(record);
    }
  }

  private static void write(
      TrialRecord record, PreparedStatement row, PreparedStatement clear, PreparedStatement metric)
      throws SQLException {
    row.setString(1, record.status().json());
    row.setInt(2, record.epoch());
    row.setString(3, record.digest());
    row.setString(4, record.folder());
    row.setString(5, record.message());
    row.setDouble(6, record.seconds());
    row.setString(7, record.trial());
    row.executeUpdate();
    clear.setString(1, record.trial());
    clear.executeUpdate();
    for (Map.Entry<String, Measured> each : record.metrics().entrySet()) {
      metric.setString(1, record.trial());
      metric.setString(2, each.getKey());
      metric.setDouble(3, each.getValue().value());
      OptionalDouble error = each.getValue().standardError();
      metric.setObject(4, error.isPresent() ? error.getAsDouble() : null);
      metric.addBatch();
    }
    metric.executeBatch();
  }
}
