package vae.experiments.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.HandMadeRun;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

final class RunIndexTest {

  private static final List<String> ALL =
      List.of(
          "folder",
          "name",
          "id",
          "status",
          "digest",
          "started",
          "seed",
          "latentSize",
          "likelihood.noise.sigma",
          "encoder.posterior.type",
          "encoder.hidden",
          "test/elbo");

  @TempDir private Path root;

  private Path index;

  private static Resolved experiment(String name, long seed, double sigma, int size) {
    return HandMadeRun.experiment(
        name, seed, Map.of("likelihood.noise.sigma", sigma, "latentSize", size));
  }

  /** Runs in the root, in a study and in a sweep, one unfinished, one diverged; two records. */
  @BeforeEach
  void makeRuns() throws IOException {
    index = root.resolve(RunIndex.FILE);
    run("a", 1, 0.1, 2, -30.5);
    run("b", 2, 0.1, 8, -20.25);
    run("c", 3, 0.2, 10, -100);
    HandMadeRun.diverged(root, experiment("d", 4, 0.3, 8));
    HandMadeRun.unfinished(root, experiment("e", 5, 0.4, 8));
    HandMadeRun.complete(
        root.resolve("study-0123/runs"),
        experiment("f", 6, 0.1, 9),
        Map.of("test/elbo", Double.NaN));
    SweepFixture sweep = SweepFixture.of(root, "kept");
    Trial first = sweep.trial(1, Map.of("encoder.posterior.type", "full-covariance"));
    Trial second = sweep.trial(2, Map.of("encoder.posterior.type", "full-covariance"));
    sweep.trial(3, Map.of());
    sweep.complete(first, Map.of("test/elbo", new Measured(-7, 0.5)));
    sweep.failed(second, "no memory");
    SweepFolder folder = sweep.write();
    HandMadeRun.complete(folder.runs(), experiment("g", 8, 0.1, 8), Map.of("test/elbo", -8));
  }

  private Path run(String name, long seed, double sigma, int size, double elbo) throws IOException {
    return HandMadeRun.complete(
        root, experiment(name, seed, sigma, size), Map.of("test/elbo", elbo, "test/x", 1));
  }

  private List<String> ask(String sort, List<String> columns, int limit, String... where)
      throws IOException {
    try (RunIndex opened = RunIndex.open(root)) {
      List<Condition> conditions = Stream.of(where).map(Condition::parse).toList();
      return opened.rows(new RunQuery(conditions, sort, columns, limit)).stream()
          .map(
              row ->
                  String.join(
                      " ", row.stream().map(it -> it.isNull() ? "–" : it.asString()).toList()))
          .toList();
    }
  }

  private List<String> everything() throws IOException {
    return ask("", ALL, 0);
  }

  private List<String> names(String... where) throws IOException {
    return ask("", List.of("name"), 0, where);
  }

  @Test
  void everyRunIsFoundWhereverItIs() throws IOException {
    assertEquals(
        List.of(
            "a complete 1",
            "b complete 2",
            "c complete 3",
            "d diverged 4",
            "e unfinished 5",
            "f complete 6",
            "g complete 8",
            "kept complete 1",
            "kept failed 2"),
        ask("name", List.of("name", "status", "seed"), 0).stream().sorted().toList());
  }

  @Test
  void conditionsCompareNumbersAsNumbers() throws IOException {
    assertEquals(
        List.of("a", "b", "g", "f"),
        names("likelihood.noise.sigma=0.10", "latentSize>1", "encoder.posterior.type=diagonal"));
    assertEquals(List.of("c"), names("latentSize>=10"));
    assertEquals(List.of("a"), names("latentSize<8"));
    assertEquals(List.of("a", "b"), names("test/elbo>-31", "test/elbo<=-20", "status=complete"));
    assertEquals(List.of("c", "d", "e"), names("likelihood.noise.sigma!=0.1"));
    assertEquals(List.of("b"), names("seed=2", "status=complete"));
  }

  @Test
  void conditionsCompareTextAndItsParts() throws IOException {
    assertEquals(List.of("kept", "kept"), names("encoder.posterior.type~covariance"));
    assertEquals(List.of("d"), names("status!=complete", "status~div"));
    assertEquals(List.of("f"), names("folder~study"));
    assertEquals(
        List.of("d", "e", "f"),
        names("started>=2026-11-05", "started<2026-11-08").stream().sorted().toList());
    assertEquals(9, names("encoder.hidden=[200,200]").size());
  }

  /** Without the key no condition on it holds; NaN is on no side of a number. */
  @Test
  void whatARunDoesNotHaveMeetsNoCondition() throws IOException {
    assertFalse(names("test/elbo!=0").contains("d"));
    assertFalse(names("test/elbo<0").contains("f"));
    assertFalse(names("test/elbo>-1e9").contains("f"));
    assertEquals(List.of("f"), names("test/elbo=NaN"));
  }

  @Test
  void rowsAreSortedEitherWayAndThoseWithoutAreLast() throws IOException {
    List<String> columns = List.of("name", "test/elbo");
    assertEquals(List.of("kept -7.0", "g -8.0", "b -20.25"), ask("-test/elbo", columns, 3));
    assertEquals(List.of("c -100.0", "a -30.5"), ask("test/elbo", columns, 2));
    assertEquals("f NaN", ask("-test/elbo", columns, 0).get(5));
    assertEquals("kept –", ask("-test/elbo", columns, 0).getLast());
    assertEquals("e", ask("-likelihood.noise.sigma", List.of("name"), 1).getFirst());
  }

  @Test
  void anUnknownKeySuggestsOne() {
    SpecException refused =
        assertThrows(SpecException.class, () -> names("likelihood.noise.sigmaa=1"));
    assertTrue(
        refused
            .getMessage()
            .startsWith(
                "--where: no run has \"likelihood.noise.sigmaa\"; did you mean"
                    + " \"likelihood.noise.sigma\"?"),
        refused::getMessage);
    SpecException end = assertThrows(SpecException.class, () -> names("sigma=1"));
    assertTrue(end.getMessage().contains("did you mean \"likelihood.noise.sigma\""));
    assertThrows(SpecException.class, () -> ask("-test/none", List.of("name"), 0));
    assertThrows(SpecException.class, () -> ask("", List.of("nam"), 0));
  }

  /** Whatever comes as key or value is a value to SQL. */
  @Test
  void nothingIsPastedIntoSql() throws IOException {
    assertEquals(List.of(), names("name='; DROP TABLE runs; --"));
    assertEquals(List.of(), names("name~%"));
    assertEquals(List.of(), names("name=\" OR 1"));
    assertThrows(SpecException.class, () -> names("1) OR (1=1"));
    assertThrows(SpecException.class, () -> ask("name; DROP TABLE runs", List.of("name"), 0));
    assertEquals(9, names().size());
  }

  @Test
  void theIndexFollowsTheFolders() throws IOException {
    everything();
    Path added = run("h", 9, 0.5, 3, -1);
    assertEquals(List.of("h"), names("likelihood.noise.sigma=0.5"));
    Files.writeString(
        added.resolve("result.json"),
        Files.readString(added.resolve("result.json")).replace("-1.0", "-1.125"));
    assertEquals(List.of("-1.125"), ask("", List.of("test/elbo"), 0, "name=h"));
    delete(added);
    assertThrows(SpecException.class, () -> names("likelihood.noise.sigmax=0.5"));
    assertEquals(List.of(), names("name=h"));
    assertEquals(List.of(), names("likelihood.noise.sigma=0.5"));
  }

  @Test
  void theIndexFollowsRecords() throws IOException {
    assertEquals(2, names("name=kept").size());
    SweepFixture more = SweepFixture.of(root, "kept");
    more.trial(1, Map.of("latentSize", 99));
    Trial done = more.trial(2, Map.of("latentSize", 99));
    more.complete(done, Map.of("test/elbo", -1));
    SweepFolder folder = more.write();
    assertEquals(
        List.of("kept.sweep#" + done.id()), ask("", List.of("folder"), 0, "latentSize=99"));
    assertEquals(List.of(), names("encoder.posterior.type=full-covariance"), "of an old plan");
    delete(folder.path());
    assertEquals(List.of(), names("name=kept"));
    assertEquals(List.of(), names("name=g"));
  }

  @Test
  void aRunThatNoOneChangedIsNotReadAgain() throws IOException {
    everything();
    long written = Files.getLastModifiedTime(index).toMillis();
    byte[] before = Files.readAllBytes(index);
    everything();
    assertEquals(written, Files.getLastModifiedTime(index).toMillis());
    assertEquals(before.length, Files.readAllBytes(index).length);
  }

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
    PlainSearch plain = new PlainSearch(RunIndex.entries(folder, RunScan.of(folder)));
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

  @Test
  void aRunThatCannotBeReadIsShownAsThat() throws IOException {
    Path broken = run("broken", 9, 0.5, 3, -1);
    Files.writeString(broken.resolve("result.json"), "{");
    assertEquals(
        List.of(broken.getFileName() + " unreadable"),
        ask("", List.of("folder", "status"), 0, "folder~broken"));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
