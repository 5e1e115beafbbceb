package vae.experiments.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the index. */
final class IndexSchema {

  /** Raised whenever the tables, or what is put into them, change. */
  static final int VERSION = 2;

  private static final String[] TABLES = {
    // a row a run folder, or a trial of which only the record was kept: then sweep is its folder
    """
    CREATE TABLE runs (number INTEGER PRIMARY KEY, folder TEXT NOT NULL UNIQUE,
      stamp TEXT NOT NULL, sweep TEXT, name TEXT NOT NULL, id TEXT NOT NULL,
      status TEXT NOT NULL, digest TEXT NOT NULL, started TEXT NOT NULL, seed INTEGER NOT NULL)
    """,
    "CREATE TABLE sweeps (folder TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID",
    // runs share most values of their specs: each is kept once
    """
    CREATE TABLE pairs (pair INTEGER PRIMARY KEY, key TEXT NOT NULL, text TEXT NOT NULL,
      number REAL, UNIQUE (key, text))
    """,
    """
    CREATE TABLE spec (run INTEGER NOT NULL, pair INTEGER NOT NULL,
      PRIMARY KEY (run, pair)) WITHOUT ROWID
    """,
    "CREATE TABLE names (metric INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    """
    CREATE TABLE metrics (run INTEGER NOT NULL, metric INTEGER NOT NULL, value REAL,
      standard_error REAL, PRIMARY KEY (run, metric)) WITHOUT ROWID
    """,
  };

  private IndexSchema() {}

  static void create(Connection database) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  static boolean isCurrent(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet version = statement.executeQuery("PRAGMA user_version")) {
      return version.next() && version.getInt(1) == VERSION;
    }
  }
}
