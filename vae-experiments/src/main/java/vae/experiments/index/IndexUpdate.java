package vae.experiments.index;

import java.io.IOException;
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
import vae.experiments.sqlite.Database;

/** Makes the index say what the folders say, reading only what has changed. */
final class IndexUpdate {

  private final Folder root;
  private final RunScan scan;
  private final Database database;
  private final Map<String, Integer> pairs = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();
  private boolean changed;

  IndexUpdate(Folder root, RunScan scan, Database database) {
    this.root = root;
    this.scan = scan;
    this.database = database;
  }

  /**
   * Whether something in the database was read from a file that is there unchanged. Stamps hold
   * what a copy of a folder cannot have, so an index that came with the folder has none.
   */
  boolean knowsAny() {
    Map<String, String> known = stamps("SELECT folder, stamp FROM runs WHERE sweep IS NULL");
    Map<String, String> swept = stamps("SELECT folder, stamp FROM sweeps");
    return scan.runs().entrySet().stream().anyMatch(known.entrySet()::contains)
        || scan.sweeps().entrySet().stream().anyMatch(swept.entrySet()::contains);
  }

  /** Brings it up to date; true where something was new, other or gone. */
  boolean run() throws IOException {
    database.begin();
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
    return changed;
  }

  private void sweeps(SortedMap<String, String> found) throws IOException {
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

  private void forget(String sweep) {
    remove("sweep", sweep);
    update("DELETE FROM sweeps WHERE folder = ?", sweep);
  }

  private RunEntry entry(String folder) throws IOException {
    return RunEntry.read(root.folder(folder), folder);
  }

  private void trials(String folder, String stamp) throws IOException {
    try {
      for (RunEntry entry : SweepEntries.of(root, folder)) {
        add(entry, stamp, folder);
      }
    } catch (RunFolderException | FolderException | CorruptFileException e) {
      remove("sweep", folder); // `vae verify` says what is wrong with it
    }
  }

  private Map<String, String> stamps(String query) {
    Map<String, String> stamps = new HashMap<>();
    database
        .query(query, row -> Map.entry(row.getString(1), row.getString(2)))
        .forEach(it -> stamps.put(it.getKey(), it.getValue()));
    return stamps;
  }

  private void remove(String column, String value) {
    String which = "(SELECT number FROM runs WHERE " + column + " = ?)";
    update("DELETE FROM spec WHERE run IN " + which, value);
    update("DELETE FROM metrics WHERE run IN " + which, value);
    update("DELETE FROM runs WHERE " + column + " = ?", value);
  }

  private void add(RunEntry entry, String stamp, String sweep) {
    update(
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
    int number = find("SELECT last_insert_rowid()");
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

  private void add(Quantities quantities) {
    for (Map.Entry<String, JsonNode> each : quantities.json().properties()) {
      String json = PrettyJson.line(each.getValue());
      update("INSERT OR REPLACE INTO quantities VALUES (?, ?)", each.getKey(), json);
    }
  }

  private int pair(String key, JsonNode value) {
    String text = RunValue.text(value);
    Integer known = pairs.get(key + "=" + text);
    if (known == null) {
      Double number = value.isNumber() ? (Double) value.doubleValue() : null;
      update("INSERT OR IGNORE INTO pairs (key, text, number) VALUES (?, ?, ?)", key, text, number);
      known = find("SELECT pair FROM pairs WHERE key = ? AND text = ?", key, text);
      pairs.put(key + "=" + text, known);
    }
    return known;
  }

  private int name(String metric) {
    Integer known = names.get(metric);
    if (known == null) {
      update("INSERT OR IGNORE INTO names (name) VALUES (?)", metric);
      known = find("SELECT metric FROM names WHERE name = ?", metric);
      names.put(metric, known);
    }
    return known;
  }

  /** Keys that no run has any more are not known any more. */
  private void forgetUnused() {
    update("DELETE FROM pairs WHERE pair NOT IN (SELECT pair FROM spec)");
    update("DELETE FROM names WHERE metric NOT IN (SELECT metric FROM metrics)");
    update(
        "DELETE FROM quantities WHERE NOT EXISTS (SELECT 1 FROM names"
            + " WHERE substr(names.name, -length(quantities.name)) = quantities.name)");
  }

  private void update(String sql, Object... values) {
    changed |= database.update(sql, values) > 0;
  }

  private int find(String sql, Object... values) {
    return database.query(sql, row -> row.getInt(1), values).getFirst();
  }
}
