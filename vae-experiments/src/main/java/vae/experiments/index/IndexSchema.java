package vae.experiments.index;

import java.util.ArrayList;
import java.util.List;
import vae.experiments.sqlite.Database;

/** The tables of the index. */
final class IndexSchema {

  /** Raised whenever the tables, or what is put into them, change. */
  static final int VERSION = 3;

  private static final String[] TABLES = {
    // a row a run folder, or a trial of which only the record was kept: then sweep is its folder
    """
    CREATE TABLE runs (number INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE,
      stamp TEXT NOT NULL, sweep TEXT, name TEXT NOT NULL, id TEXT NOT NULL,
      status TEXT NOT NULL, digest TEXT NOT NULL, started TEXT NOT NULL, seed INTEGER NOT NULL) STRICT
    """,
    "CREATE TABLE sweeps (folder TEXT PRIMARY KEY, stamp TEXT NOT NULL) STRICT, WITHOUT ROWID",
    // runs share most values of their specs: each is kept once
    """
    CREATE TABLE pairs (pair INTEGER PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL,
      number REAL, UNIQUE (key, text)) STRICT
    """,
    """
    CREATE TABLE spec (run INTEGER NOT NULL REFERENCES runs (number),
      pair INTEGER NOT NULL REFERENCES pairs (pair),
      PRIMARY KEY (run, pair)) STRICT, WITHOUT ROWID
    """,
    // what metrics are whose names no version knows
    "CREATE TABLE quantities (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE names (metric INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    """
    CREATE TABLE metrics (run INTEGER NOT NULL REFERENCES runs (number),
      metric INTEGER NOT NULL REFERENCES names (metric), value REAL,
      standard_error REAL, PRIMARY KEY (run, metric)) STRICT, WITHOUT ROWID
    """,
  };

  private IndexSchema() {}

  static void create(Database database) {
    database.execute(TABLES);
    database.execute("PRAGMA user_version = " + VERSION);
  }

  /**
   * Whether the database has these tables and nothing else, no views and no triggers, and what is
   * in them is whole and refers to what is there.
   *
   * @throws Database.Failure where it is too damaged to tell
   */
  static boolean isOf(Database database, Database empty) {
    String schema =
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"
            + " LIMIT 100"; // enough to tell that there are more than there should be
    return first(database, "PRAGMA user_version").equals(Integer.toString(VERSION))
        && all(database, schema).equals(all(empty, schema))
        && first(database, "PRAGMA integrity_check(1)").equals("ok")
        && all(database, "SELECT 1 FROM pragma_foreign_key_check LIMIT 1").isEmpty();
  }

  private static String first(Database database, String query) {
    List<List<String>> rows = all(database, query);
    return rows.isEmpty() ? "" : String.valueOf(rows.getFirst().getFirst());
  }

  private static List<List<String>> all(Database database, String query) {
    return database.query(
        query,
        row -> {
          List<String> cells = new ArrayList<>();
          for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            cells.add(row.getString(i));
          }
          return cells;
        });
  }
}
