package vae.experiments.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConnection;

/**
 * A database of SQLite. Statements are prepared once, and values from outside are always bound.
 *
 * <p>All methods throw {@link Failure} where SQLite refuses.
 */
public final class Database implements AutoCloseable {

  private static final String MAIN = "main";

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** What SQLite refuses, in its words. */
  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Failure(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private interface Call<T> {
    T run() throws SQLException;
  }

  private static <T> T unchecked(Call<T> call) {
    try {
      return call.run();
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /**
   * A new database in memory.
   *
   * @throws NativeLibraryException where SQLite's library cannot be loaded
   */
  public static Database inMemory() throws NativeLibraryException {
    try {
      return new Database(Sqlite.inMemory());
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /**
   * A database in a file.
   *
   * @throws NativeLibraryException where SQLite's library cannot be loaded
   */
  public static Database inFile(Path file) throws NativeLibraryException {
    try {
      return new Database(Sqlite.inFile(file));
    } catch (SQLException e) {
      throw new Failure(e);
    }
  }

  /** Runs statements without values, such as those that make tables. */
  public void execute(String... statements) {
    unchecked(
        () -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
              statement.execute(sql);
            }
          }
          return null;
        });
  }

  /** Runs a statement with these values and returns how many rows it changed. */
  public int update(String sql, Object... values) {
    return unchecked(() -> bound(sql, values).executeUpdate());
  }

  public <T> List<T> query(String sql, Reader<T> reader, Object... values) {
    return unchecked(
        () -> {
          List<T> rows = new ArrayList<>();
          try (ResultSet found = bound(sql, values).executeQuery()) {
            while (found.next()) {
              rows.add(reader.read(found));
            }
          }
          return rows;
        });
  }

  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** Holds further changes together until {@link #commit}. */
  public void begin() {
    unchecked(
        () -> {
          connection.setAutoCommit(false);
          return null;
        });
  }

  public void commit() {
    unchecked(
        () -> {
          connection.commit();
          connection.setAutoCommit(true);
          return null;
        });
  }

  public byte[] bytes() {
    return unchecked(() -> ((SQLiteConnection) connection).serialize(MAIN));
  }

  /** Replaces all that is in a database in memory. */
  public void load(byte[] bytes) {
    unchecked(
        () -> {
          ((SQLiteConnection) connection).deserialize(MAIN, bytes);
          return null;
        });
  }

  @Override
  public void close() {
    unchecked(
        () -> {
          connection.close();
          return null;
        });
  }
}
