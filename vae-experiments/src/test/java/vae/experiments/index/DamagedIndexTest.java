package vae.experiments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConnection;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;

/** An index is a cache: whatever happens to it changes no answer. */
final class DamagedIndexTest extends IndexedRuns {

  @Test
  void deletingOrTruncatingTheIndexLosesNothing() throws IOException {
    List<String> truth = everything();
    assertEquals(9, truth.size());
    Files.delete(index);
    assertEquals(truth, everything());
    byte[] bytes = Files.readAllBytes(index);
    for (int length : new int[] {0, 1, 70, 99, 100, 4096, bytes.length / 2, bytes.length - 1}) {
      Files.write(index, Arrays.copyOf(bytes, length));
      assertEquals(truth, everything(), "cut to " + length);
    }
  }

  /** One byte, or a stretch of them, anywhere: the answer is the same. */
  @Test
  void randomBytesInTheIndexLoseNothing() throws IOException {
    List<String> truth = everything();
    byte[] bytes = Files.readAllBytes(index);
    float[] random = new float[3 * 40];
    Noise.uniform(Key.of(3), 0, 0, random, 0, random.length, new int[4]);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = bytes.clone();
      int at = (int) (random[3 * i] * bytes.length);
      int length = i < 20 ? 1 : (int) (random[3 * i + 1] * (bytes.length - at));
      for (int k = at; k < at + Math.max(1, length); k++) {
        damaged[Math.min(k, bytes.length - 1)] ^= (byte) (1 + random[3 * i + 2] * 254);
      }
      Files.write(index, damaged);
      assertEquals(truth, everything(), "damaged at " + at + ", " + length + " bytes");
    }
  }

  @Test
  void anIndexOfAnotherVersionIsMadeAgain() throws IOException, SQLException {
    List<String> truth = everything();
    try (var database = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = database.createStatement()) {
      statement.execute("CREATE TABLE runs (number INTEGER PRIMARY KEY, folder TEXT)");
      statement.execute("PRAGMA user_version = " + (IndexSchema.VERSION - 1));
      assertTrue(
          IndexFile.write(file(), ((SQLiteConnection) database).serialize("main")), "written");
    }
    assertEquals(truth, everything());
  }

  private FolderFile file() throws IOException {
    return Folder.open(root).hiddenFile(RunIndex.FILE);
  }

  /** Changes the index and gives it the right checksum. */
  private void forge(String... statements) throws IOException, SQLException {
    everything();
    try (var database = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = database.createStatement()) {
      SQLiteConnection connection = (SQLiteConnection) database;
      connection.deserialize("main", IndexFile.read(file()).orElseThrow());
      for (String sql : statements) {
        statement.execute(sql);
      }
      assertTrue(IndexFile.write(file(), connection.serialize("main")));
    }
  }

  /** S13: with the right checksum too. */
  @Test
  void aForgedIndexChangesNoAnswer() throws IOException, SQLException {
    List<String> truth = everything();
    String endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT ";
    List<String[]> forgeries =
        List.of(
            new String[] {"UPDATE metrics SET value = 12345"},
            new String[] {"UPDATE runs SET status = 'complete', digest = 'forged'"},
            new String[] {"UPDATE pairs SET number = 7, text = 'x' || pair"},
            new String[] {"INSERT INTO names (name) VALUES ('forged/metric')"},
            new String[] {"INSERT INTO metrics VALUES (100, 1, 7, 0)"},
            new String[] {
              "DROP TABLE sweeps",
              "CREATE VIEW sweeps AS " + endless + "'a' AS folder, 'b' AS stamp FROM n"
            },
            new String[] {"CREATE TRIGGER t AFTER DELETE ON runs BEGIN DELETE FROM metrics; END"},
            new String[] {
              "DROP TABLE runs", "CREATE VIEW runs AS " + endless + "i AS number FROM n"
            },
            new String[] {
              "PRAGMA writable_schema = ON",
              "UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '')",
            },
            new String[] {"PRAGMA ignore_check_constraints = ON", "DELETE FROM names"});
    for (String[] forgery : forgeries) {
      forge(forgery);
      assertEquals(truth, everything(), String.join("; ", forgery));
    }
  }

  /** S13: an index that came with a copied folder is of other files. */
  @Test
  void aCopiedIndexIsNotBelieved() throws IOException, SQLException {
    List<String> truth = everything();
    forge("UPDATE metrics SET value = 12345", "UPDATE spec SET pair = 1 WHERE 0");
    Path copy = root.resolveSibling(root.getFileName() + "-copy");
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : all.toList()) {
        Files.copy(
            each,
            copy.resolve(root.relativize(each).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    try (RunIndex index = RunIndex.open(copy)) {
      assertEquals(truth.size(), index.rows(new RunQuery(List.of(), "", List.of("id"), 0)).size());
      RunQuery forged =
          new RunQuery(List.of(Condition.parse("test/elbo=12345")), "", List.of("id"), 0);
      assertEquals(List.of(), index.rows(forged));
    } finally {
      delete(copy);
    }
  }

  /** S1, S13: the index is neither read nor written through a link. */
  @Test
  void aLinkedIndexIsLeftAlone() throws IOException {
    List<String> truth = everything();
    Path outside = Files.createTempFile("outside", ".txt");
    Files.writeString(outside, "theirs");
    Files.delete(index);
    Files.createSymbolicLink(index, outside);
    assertEquals(truth, everything());
    assertEquals("theirs", Files.readString(outside));
    Files.delete(outside);
  }

  /** S16: the answers are the same where SQLite's library cannot be loaded. */
  @Test
  void theSameIsAnsweredWithoutAnIndex() throws IOException {
    Folder folder = Folder.open(root);
    RunIndex plain = RunIndex.plain(folder, RunScan.of(folder));
    List<RunQuery> queries = new ArrayList<>();
    List<String> columns =
        List.of("folder", "name", "seed", "test/elbo", "latentSize", "data.type");
    for (String sort : List.of("", "seed", "-test/elbo", "test/elbo", "-name", "latentSize")) {
      queries.add(new RunQuery(List.of(), sort, columns, 0));
      queries.add(new RunQuery(List.of(), sort, columns, 3));
    }
    for (String where :
        List.of("seed>2", "name=a", "name!=a", "name~e", "test/elbo>-1e9", "latentSize<=2")) {
      queries.add(new RunQuery(List.of(Condition.parse(where)), "", columns, 0));
    }
    try (RunIndex index = RunIndex.open(root)) {
      for (RunQuery query : queries) {
        assertEquals(index.rows(query), plain.rows(query), query.toString());
      }
    }
  }

  /** The name is taken by a folder that is not empty: nothing can be written there. */
  @Test
  void anIndexThatCannotBeWrittenIsNotMissed() throws IOException {
    List<String> truth = everything();
    Files.delete(index);
    Files.createDirectories(index.resolve("in the way"));
    assertEquals(truth, everything());
    try (Stream<Path> all = Files.list(root)) {
      assertEquals(
          List.of(), all.filter(it -> it.toString().endsWith(".tmp")).toList(), "nothing is left");
    }
  }

  @Test
  void severalAtOnceGetTheSameAnswer() throws Exception {
    List<Callable<List<String>>> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      askers.add(this::everything);
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<String> truth = everything();
      Files.delete(index);
      for (Future<List<String>> answer : pool.invokeAll(askers)) {
        assertEquals(truth, answer.get());
      }
    }
  }
}
