package vae.experiments.index;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.sqlite.SQLiteConnection;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;
import vae.experiments.sqlite.NativeLibraryException;
import vae.experiments.sqlite.Sqlite;

/**
 * What all runs below a folder are, to be asked: {@code runs/.index.sqlite} is a cache of it.
 *
 * <p>Opening it looks at every run folder and sweep again and reads those that have changed. The
 * cache may be deleted, damaged, of an older version, impossible to write or by someone else: the
 * answers are the same, and without SQLite's native library too, only slower. All work is done in
 * memory; the file is read and replaced whole.
 */
public final class RunIndex implements AutoCloseable {

  /** The cache's name in the root. */
  public static final String FILE = ".index.sqlite";

  private static final Logger LOG = LogManager.getLogger(RunIndex.class);
  private static final String MAIN = "main";

  /** Rows of an answer that are compared with their run's files, at most. */
  private static final int MAX_COMPARED = 1000;

  private final Folder root;
  private final RunScan scan;
  private final PlainSearch plain;

  /** Null where there is no SQLite. */
  private Connection database;

  private RunIndex(Folder root, RunScan scan, Connection database, PlainSearch plain) {
    this.root = root;
    this.scan = scan;
    this.database = database;
    this.plain = plain;
  }

  /**
   * Brings the index of a folder up to date.
   *
   * @throws IOException where run folders cannot be read; never for the cache's sake
   */
  public static RunIndex open(Path path) throws IOException {
    Folder root = Folder.open(path);
    RunScan scan = RunScan.of(root);
    Connection database = null;
    try {
      database = cached(root, scan);
      update(root, scan, database);
      return new RunIndex(root, scan, database, null);
    } catch (NativeLibraryException e) {
      LOG.warn("{} Without it, every run is read anew.", e.getMessage());
      return new RunIndex(root, scan, null, new PlainSearch(entries(root, scan)));
    } catch (SQLException e) {
      close(database);
      throw new IOException("the index of " + path + " cannot be made: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      close(database);
      throw e;
    }
  }

  private static void update(Folder root, RunScan scan, Connection database)
      throws IOException, SQLException {
    if (new IndexUpdate(root, scan, database).run()) {
      IndexFile.write(root.hiddenFile(FILE), ((SQLiteConnection) database).serialize(MAIN));
    }
  }

  /** All that the index would hold. */
  static List<RunEntry> entries(Folder root, RunScan scan) throws IOException {
    List<RunEntry> entries = new ArrayList<>();
    for (String run : scan.runs().keySet()) {
      entries.add(RunEntry.read(root.folder(run), run));
    }
    for (String sweep : scan.sweeps().keySet()) {
      try {
        entries.addAll(SweepEntries.of(root, sweep));
      } catch (RunFolderException | FolderException | CorruptFileException e) {
        continue; // `vae verify` says what is wrong with it
      }
    }
    return entries;
  }

  /** The cache in memory, or an empty index where there is none that this program wrote here. */
  private static Connection cached(Folder root, RunScan scan)
      throws SQLException, NativeLibraryException {
    Connection empty = empty();
    Optional<byte[]> bytes = IndexFile.read(root.hiddenFile(FILE));
    if (bytes.isEmpty()) {
      return empty;
    }
    Connection database = Sqlite.inMemory();
    try {
      ((SQLiteConnection) database).deserialize(MAIN, bytes.get());
      if (IndexSchema.isOf(database, empty) && new IndexUpdate(root, scan, database).knowsAny()) {
        close(empty);
        return database;
      }
    } catch (SQLException e) {
      LOG.debug("the index of {} is made again: {}", root, e.getMessage());
    }
    close(database);
    return empty;
  }

  private static Connection empty() throws SQLException, NativeLibraryException {
    Connection empty = Sqlite.inMemory();
    IndexSchema.create(empty);
    return empty;
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
    if (database == null) {
      return plain.rows(query);
    }
    try {
      List<IndexSearch.Row> rows = search(query);
      if (!areThoseOfTheFiles(rows, query.columns())) {
        Connection old = database;
        database = empty();
        close(old);
        update(root, scan, database);
        rows = search(query);
      }
      return rows.stream().map(IndexSearch.Row::values).toList();
    } catch (SQLException | IOException e) {
      throw new IllegalStateException("the index cannot be searched: " + e.getMessage(), e);
    }
  }

  private List<IndexSearch.Row> search(RunQuery query) throws SQLException {
    return new IndexSearch(database, new IndexKeys(metrics(), paths())).rows(query);
  }

  /** Whether the rows, the first thousand of many, say what their runs' files say. */
  private boolean areThoseOfTheFiles(List<IndexSearch.Row> rows, List<String> columns)
      throws IOException {
    IndexKeys keys = new IndexKeys(metrics(), paths());
    for (IndexSearch.Row row : rows.subList(0, Math.min(MAX_COMPARED, rows.size()))) {
      if (scan.runs().containsKey(row.folder())) {
        RunEntry entry = RunEntry.read(root.folder(row.folder()), row.folder());
        if (!PlainSearch.row(entry, keys, columns).equals(row.values())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Names of all metrics that some run has. */
  public SortedSet<String> metrics() {
    return database == null ? plain.keys().metrics() : names("SELECT name FROM names");
  }

  /** What the metrics are. */
  public Quantities quantities() {
    if (database == null) {
      return plain.quantities();
    }
    ObjectNode all = Json.mapper().createObjectNode();
    try (Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery("SELECT name, json FROM quantities")) {
      while (found.next()) {
        all.set(found.getString(1), Json.mapper().readTree(found.getString(2)));
      }
      return Quantities.of(all);
    } catch (SQLException e) {
      throw new IllegalStateException("the index cannot be read: " + e.getMessage(), e);
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.debug("the index says nothing of quantities: {}", e.getMessage());
      return Quantities.STANDARD;
    }
  }

  /** Paths of all values that some run's spec has. */
  public SortedSet<String> paths() {
    return database == null ? plain.keys().paths() : names("SELECT DISTINCT key FROM pairs");
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
