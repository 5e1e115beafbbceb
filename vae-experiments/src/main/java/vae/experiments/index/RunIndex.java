package vae.experiments.index;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sqlite.SQLiteConnection;
import tools.jackson.databind.JsonNode;

/**
 * What all runs below a folder are, to be asked: {@code runs/.index.sqlite} is a cache of it.
 *
 * <p>Opening it looks at every run folder and sweep again and reads those that have changed. The
 * cache may be deleted, damaged, of an older version or impossible to write: the answers are the
 * same. All work is done in memory; the file is read and replaced whole.
 */
public final class RunIndex implements AutoCloseable {

  /** The cache's name in the root. */
  public static final String FILE = ".index.sqlite";

  private static final String MAIN = "main";

  private final Connection database;

  private RunIndex(Connection database) {
    this.database = database;
  }

  /**
   * Brings the index of a folder up to date.
   *
   * @throws IOException where run folders cannot be read; never for the cache's sake
   */
  public static RunIndex open(Path root) throws IOException {
    Path file = root.resolve(FILE);
    Connection database = null;
    try {
      database = cached(file);
      if (new IndexUpdate(root, database).run()) {
        IndexFile.write(file, ((SQLiteConnection) database).serialize(MAIN));
      }
      return new RunIndex(database);
    } catch (SQLException e) {
      close(database);
      throw new IOException("the index of " + root + " cannot be made: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      close(database);
      throw e;
    }
  }

  /** The cache in memory, or an empty index where there is none of this version. */
  private static Connection cached(Path file) throws SQLException {
    Optional<byte[]> bytes = IndexFile.read(file);
    if (bytes.isPresent()) {
      Connection database = DriverManager.getConnection("jdbc:sqlite::memory:");
      try {
        ((SQLiteConnection) database).deserialize(MAIN, bytes.get());
        if (IndexSchema.isCurrent(database)) {
          return database;
        }
      } catch (SQLException e) {
        close(database);
        return empty();
      }
      close(database);
    }
    return empty();
  }

  private static Connection empty() throws SQLException {
    Connection database = DriverManager.getConnection("jdbc:sqlite::memory:");
    IndexSchema.create(database);
    return database;
  }

  private static void close(Connection database) {
    try {
      if (database != null) {
        database.close();
      }
    } catch (SQLException e) {
      return; // it was in memory alone
    }
  }

  /**
   * The rows that the query asks for, a value for each of its columns; null JSON where a run does
   * not have it.
   *
   * @throws vae.core.spec.SpecException where a key is none that any run has
   */
  public List<List<JsonNode>> rows(RunQuery query) {
    try {
      return new IndexSearch(database, metrics(), paths()).rows(query);
    } catch (SQLException e) {
      throw new IllegalStateException("the index cannot be searched: " + e.getMessage(), e);
    }
  }

  /** Names of all metrics that some run has. */
  public SortedSet<String> metrics() {
    return names("SELECT name FROM names");
  }

  /** Paths of all values that some run's spec has. */
  public SortedSet<String> paths() {
    return names("SELECT DISTINCT key FROM pairs");
  }

  private SortedSet<String> names(String query) {
    SortedSet<String> names = new TreeSet<>();
    try (Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException("the index cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(database);
  }
}
