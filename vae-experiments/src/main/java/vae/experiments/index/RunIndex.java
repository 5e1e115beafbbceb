package vae.experiments.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;
import vae.experiments.sqlite.Database;
import vae.experiments.sqlite.NativeLibraryException;

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

  /** Rows of an answer that are compared with their run's files, at most. */
  private static final int MAX_COMPARED = 1000;

  private final Folder root;
  private final RunScan scan;

  /** All runs where there is no SQLite; else null. */
  private final List<RunEntry> plain;

  /** Null where there is no SQLite. */
  private Database database;

  private RunIndex(Folder root, RunScan scan, Database database, List<RunEntry> plain) {
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
    Database database = null;
    try {
      database = cached(root, scan);
      update(root, scan, database);
      return new RunIndex(root, scan, database, null);
    } catch (NativeLibraryException e) {
      LOG.warn("{} Without it, every run is read anew.", e.getMessage());
      return plain(root, scan);
    } catch (Database.Failure e) {
      close(database);
      throw new IOException("the index of " + path + " cannot be made: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      close(database);
      throw e;
    }
  }

  /** Without a database: every run is read. */
  static RunIndex plain(Folder root, RunScan scan) throws IOException {
    return new RunIndex(root, scan, null, entries(root, scan));
  }

  private static void update(Folder root, RunScan scan, Database database) throws IOException {
    if (new IndexUpdate(root, scan, database).run()) {
      IndexFile.write(root.hiddenFile(FILE), database.bytes());
    }
  }

  private static List<RunEntry> entries(Folder root, RunScan scan) throws IOException {
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
  private static Database cached(Folder root, RunScan scan) throws NativeLibraryException {
    Database empty = empty();
    Optional<byte[]> bytes = IndexFile.read(root.hiddenFile(FILE));
    if (bytes.isEmpty()) {
      return empty;
    }
    Database database = Database.inMemory();
    try {
      database.load(bytes.get());
      if (IndexSchema.isOf(database, empty) && new IndexUpdate(root, scan, database).knowsAny()) {
        close(empty);
        return database;
      }
    } catch (Database.Failure e) {
      LOG.debug("the index of {} is made again: {}", root, e.getMessage());
    }
    close(database);
    return empty;
  }

  private static Database empty() throws NativeLibraryException {
    Database empty = Database.inMemory();
    IndexSchema.create(empty);
    return empty;
  }

  private static void close(Database database) {
    try {
      if (database != null) {
        database.close();
      }
    } catch (Database.Failure e) {
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
      List<RunSearch.Row> rows = search(query);
      if (database != null && !areThoseOfTheFiles(rows, query.columns())) {
        Database old = database;
        database = empty();
        close(old);
        update(root, scan, database);
        rows = search(query);
      }
      return rows.stream().map(RunSearch.Row::values).toList();
    } catch (Database.Failure | IOException e) {
      throw new IllegalStateException("the index cannot be searched: " + e.getMessage(), e);
    }
  }

  private List<RunSearch.Row> search(RunQuery query) {
    List<String> folders =
        database == null
            ? plain.stream().map(RunEntry::folder).toList()
            : database.query("SELECT folder FROM runs", row -> row.getString(1));
    IndexKeys keys = keys();
    return new RunSearch(folders, keys, key -> values(key, keys.kind(key, "--columns")))
        .rows(query);
  }

  private IndexKeys keys() {
    return new IndexKeys(metrics(), paths());
  }

  /** The values under a key, by folder. */
  private Map<String, RunValue> values(String key, IndexKeys.Kind kind) {
    Map<String, RunValue> values = new HashMap<>();
    if (database == null) {
      plain.forEach(entry -> values.put(entry.folder(), RunValue.of(entry, key, kind)));
      return values;
    }
    String sql =
        switch (kind) {
          case SEED -> "CAST(seed AS REAL), CAST(seed AS TEXT) FROM runs";
          case COLUMN -> "NULL, " + key + " FROM runs";
          case METRIC ->
              "value, ifnull(value, 'NaN') FROM names JOIN metrics USING (metric)"
                  + " JOIN runs ON run = runs.number WHERE names.name = ?";
          case PATH ->
              "pairs.number, text FROM pairs JOIN spec USING (pair)"
                  + " JOIN runs ON run = runs.number WHERE key = ?";
        };
    boolean bound = kind == IndexKeys.Kind.METRIC || kind == IndexKeys.Kind.PATH;
    database.query(
        "SELECT folder, " + sql,
        row -> {
          double number = row.getDouble(2);
          Double known = row.wasNull() ? null : (Double) number;
          return values.put(row.getString(1), new RunValue(known, row.getString(3)));
        },
        bound ? new Object[] {key} : new Object[0]);
    return values;
  }

  /** Whether the rows, the first thousand of many, say what their runs' files say. */
  private boolean areThoseOfTheFiles(List<RunSearch.Row> rows, List<String> columns)
      throws IOException {
    IndexKeys keys = keys();
    for (RunSearch.Row row : rows.subList(0, Math.min(MAX_COMPARED, rows.size()))) {
      if (scan.runs().containsKey(row.folder())) {
        RunEntry entry = RunEntry.read(root.folder(row.folder()), row.folder());
        List<JsonNode> there =
            columns.stream()
                .map(key -> RunValue.of(entry, key, keys.kind(key, "--columns")).json())
                .toList();
        if (!there.equals(row.values())) {
          return false;
        }
      }
    }
    return true;
  }

  public SortedSet<String> metrics() {
    return names("SELECT name FROM names", entry -> entry.metrics().keySet());
  }

  public SortedSet<String> paths() {
    return names("SELECT DISTINCT key FROM pairs", entry -> entry.spec().keySet());
  }

  private SortedSet<String> names(String query, Function<RunEntry, Set<String>> plainly) {
    SortedSet<String> names = new TreeSet<>();
    if (database == null) {
      plain.forEach(entry -> names.addAll(plainly.apply(entry)));
    } else {
      names.addAll(read(query, row -> row.getString(1)));
    }
    return names;
  }

  public Quantities quantities() {
    if (database == null) {
      return plain.stream().map(RunEntry::quantities).reduce(Quantities.STANDARD, Quantities::and);
    }
    try {
      ObjectNode all = Json.mapper().createObjectNode();
      read(
          "SELECT name, json FROM quantities",
          row -> all.set(row.getString(1), Json.mapper().readTree(row.getString(2))));
      return Quantities.of(all);
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.debug("the index says nothing of quantities: {}", e.getMessage());
      return Quantities.STANDARD;
    }
  }

  private <T> List<T> read(String query, Database.Reader<T> reader) {
    try {
      return database.query(query, reader);
    } catch (Database.Failure e) {
      throw new IllegalStateException("the index cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    close(database);
  }
}
