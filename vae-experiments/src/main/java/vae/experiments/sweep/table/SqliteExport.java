package vae.experiments.sweep.table;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.DurableFile;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sqlite.Database;
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

  private final Database database;
  private final List<String> varying;

  private SqliteExport(Database database, List<String> varying) {
    this.database = database;
    this.varying = varying;
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
    } catch (Database.Failure e) {
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

  private static void fill(Sources sources, Path file) throws IOException {
    Variation variation = new Variation();
    Set<String> groups = new HashSet<>();
    sources.forEachTrial(
        trial -> {
          if (groups.add(trial.group())) {
            variation.add(trial);
          }
        });
    try (Database database = Database.inFile(file)) {
      SqliteExport export = new SqliteExport(database, variation.paths());
      // the file is thrown away if this fails
      database.execute("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF");
      database.begin();
      export.tables();
      export.trials(sources);
      sources.forEachRecord(export::record);
      database.commit();
    }
  }

  private void tables() {
    StringBuilder columns = new StringBuilder();
    for (String path : varying) {
      String name = COLUMNS.contains(path.toLowerCase(Locale.ROOT)) ? "spec." + path : path;
      columns.append(", \"").append(name.replace("\"", "\"\"")).append('"');
    }
    database.execute(
        "CREATE TABLE trials (id TEXT PRIMARY KEY, \"group\" TEXT NOT NULL, label TEXT NOT NULL,"
            + " seed INTEGER NOT NULL, status TEXT NOT NULL, epoch INTEGER NOT NULL,"
            + " digest TEXT NOT NULL, folder TEXT NOT NULL, message TEXT NOT NULL,"
            + " seconds REAL NOT NULL"
            + columns
            + ") WITHOUT ROWID",
        "CREATE TABLE metrics (trial TEXT NOT NULL REFERENCES trials (id), name TEXT NOT NULL,"
            + " value REAL, standard_error REAL, PRIMARY KEY (trial, name)) WITHOUT ROWID");
  }

  private void trials(Sources sources) throws IOException {
    Map<String, String> names = PathLabels.shortNames(varying);
    String insert =
        "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, 'pending', 0, '', '', '', 0"
            + ", ?".repeat(varying.size())
            + ")";
    sources.forEachTrial(
        trial -> {
          Map<String, JsonNode> values = Variation.values(trial, varying);
          List<Object> row =
              new ArrayList<>(
                  List.of(
                      trial.id(), trial.group(), PathLabels.label(values, names), trial.seed()));
          varying.forEach(path -> row.add(cell(values.get(path))));
          database.update(insert, row.toArray());
        });
  }

  private static Object cell(JsonNode value) {
    return switch (value) {
      case null -> null;
      case JsonNode it when it.isNull() -> null;
      case JsonNode it when it.isIntegralNumber() && it.canConvertToLong() -> it.longValue();
      case JsonNode it when it.isNumber() -> it.doubleValue();
      case JsonNode it when it.isBoolean() -> it.booleanValue() ? 1 : 0;
      default -> PathLabels.value(value);
    };
  }

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

  private void record(TrialRecord record) {
    String id = record.trial();
    database
        .query(
            "SELECT status, epoch, digest FROM trials WHERE id = ?",
            row -> counts(record, row.getString(1), row.getInt(2), row.getString(3)),
            id)
        .stream() // none of a trial that is in no plan
        .filter(it -> it)
        .forEach(_ -> write(record));
  }

  private static boolean counts(TrialRecord record, String status, int epoch, String digest) {
    if (status.equals(TrialState.PENDING.json())) {
      return true;
    }
    Known known =
        new Known(TrialRecord.Status.valueOf(status.toUpperCase(Locale.ROOT)), epoch, digest);
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

  private void write(TrialRecord record) {
    database.update(
        "UPDATE trials SET status = ?, epoch = ?, digest = ?, folder = ?, message = ?, seconds = ?"
            + " WHERE id = ?",
        record.status().json(),
        record.epoch(),
        record.digest(),
        record.folder(),
        record.message(),
        record.seconds(),
        record.trial());
    database.update("DELETE FROM metrics WHERE trial = ?", record.trial());
    record
        .metrics()
        .forEach(
            (name, measured) -> {
              OptionalDouble error = measured.standardError();
              database.update(
                  "INSERT INTO metrics VALUES (?, ?, ?, ?)",
                  record.trial(),
                  name,
                  measured.value(),
                  error.isPresent() ? (Double) error.getAsDouble() : null);
            });
  }
}
