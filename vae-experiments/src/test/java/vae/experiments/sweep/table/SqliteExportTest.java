package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.HandMadeRun;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

final class SqliteExportTest {

  @TempDir private Path root;

  private List<String> query(Path file, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> row = new ArrayList<>();
        for (int c = 1; c <= found.getMetaData().getColumnCount(); c++) {
          row.add(found.getString(c));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  private Path export(Path... folders) throws IOException {
    Path file = root.resolve("out").resolve("sweep.sqlite");
    SqliteExport.write(Sources.of(List.of(folders)), file);
    return file;
  }

  @Test
  void everyTrialAndMetricIsInIt() throws IOException, SQLException {
    Path file = export(SweepFixture.example(root).path());
    assertEquals(
        List.of(
            "0.1|diagonal|3|-32.0",
            "0.1|full-covariance|3|-31.0",
            "0.2|diagonal|3|-30.0",
            "0.2|full-covariance|1|-33.0"),
        query(
            file,
            """
            SELECT "likelihood.noise.sigma", "encoder.posterior.type", count(*), avg(value)
            FROM trials JOIN metrics ON trial = id
            WHERE name = 'test/elbo' AND status = 'complete' GROUP BY "group" ORDER BY 1, 2
            """));
    assertEquals(
        List.of("complete|10", "diverged|1", "failed|1", "paused|1", "pending|1"),
        query(file, "SELECT status, count(*) FROM trials GROUP BY status ORDER BY status"));
    assertEquals(
        List.of("loss is NaN at step 12"),
        query(file, "SELECT message FROM trials WHERE status = 'diverged'"));
    assertEquals(
        List.of("0.25"),
        query(file, "SELECT DISTINCT standard_error FROM metrics WHERE name = 'test/elbo'"));
    assertEquals(
        List.of("sigma=0.1, posterior=diagonal"),
        query(file, "SELECT label FROM trials WHERE seed = 1 ORDER BY label LIMIT 1"));
  }

  /** S1: what lies beside the file is not written through, whatever its name. */
  @Test
  void nothingBesideTheFileIsTouched() throws IOException {
    Path out = Files.createDirectories(root.resolve("out"));
    Path victim = Files.writeString(root.resolve("victim"), "mine");
    Path link = Files.createSymbolicLink(out.resolve(".sweep.sqlite.tmp"), victim);
    export(SweepFixture.example(root).path());
    assertEquals("mine", Files.readString(victim));
    assertEquals(victim, Files.readSymbolicLink(link));
  }

  /** As it reads the records itself, it must choose among them as the other formats do. */
  @Test
  void ofSeveralRecordsTheSameCountsAsInTables() throws IOException, SQLException {
    SweepFixture sweep = SweepFixture.of(root, "repeated");
    List<Trial> trials = new ArrayList<>();
    for (int seed = 1; seed <= 5; seed++) {
      trials.add(sweep.trial(seed, Map.of()));
    }
    sweep.failed(trials.get(0), "first attempt");
    sweep.complete(trials.get(0), Map.of("test/elbo", -1));
    sweep.complete(trials.get(1), Map.of("test/elbo", -2));
    sweep.failed(trials.get(1), "a late attempt");
    sweep.paused(trials.get(2), 10, Map.of("validation/elbo", -3));
    sweep.paused(trials.get(2), 20, Map.of("validation/elbo", -2));
    sweep.failed(trials.get(2), "after its rung");
    sweep.paused(trials.get(3), 20, Map.of("validation/elbo", -5));
    sweep.paused(trials.get(3), 10, Map.of("validation/elbo", -6));
    sweep.failed(trials.get(4), "once");
    sweep.failed(trials.get(4), "twice");
    SweepFolder folder = sweep.write();
    List<String> expected =
        SweepResults.read(folder).groups().getFirst().trials().stream()
            .map(
                it ->
                    "%d|%s|%d|%s|%s"
                        .formatted(
                            it.seed(), it.state().json(), it.epoch(), it.message(), it.metrics()))
            .map(it -> it.replaceAll("[\\[\\]]", ""))
            .toList();
    assertEquals(
        expected,
        query(
            export(folder.path()),
            """
            SELECT seed, status, epoch, message, ifnull(name, '')
            FROM trials LEFT JOIN metrics ON trial = id ORDER BY seed
            """));
  }

  @Test
  void differentDigestsAreRefusedAndLeaveNoFile() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "conflict");
    TrialRecord record = sweep.complete(sweep.trial(1, Map.of()), Map.of());
    SweepFolder folder = sweep.write();
    try (RecordFile other = RecordFile.in(folder.results())) {
      other.append(
          new TrialRecord(
              record.trial(),
              record.status(),
              record.epoch(),
              record.folder(),
              "another",
              record.metrics(),
              "",
              1,
              "elsewhere"));
    }
    Files.createDirectories(root.resolve("out"));
    assertThrows(RunFolderException.class, () -> export(folder.path()));
    try (Stream<Path> left = Files.list(root.resolve("out"))) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void plainRunsAndNotNumbersGoInAndAnOldFileIsReplaced() throws IOException, SQLException {
    Path run =
        HandMadeRun.complete(
            root,
            HandMadeRun.experiment("plain", 7, Map.of()),
            Map.of("test/elbo", Double.NaN, "test/rate", Double.POSITIVE_INFINITY));
    Files.createDirectories(root.resolve("out"));
    Files.writeString(root.resolve("out/sweep.sqlite"), "something else");
    Path file = export(run);
    assertEquals(
        List.of("test/elbo|null|1", "test/rate|Inf|0"),
        query(file, "SELECT name, value, value IS NULL FROM metrics ORDER BY name"));
    assertFalse(Files.exists(root.resolve("out/.sweep.sqlite.tmp")));
  }

  /** The queries on the page, on the sweep of the page. */
  @Test
  void theQueriesInTheDocumentationWork() throws IOException, SQLException {
    String page = Files.readString(Path.of("..", "docs", "tables.md"));
    List<String> queries = new ArrayList<>();
    for (String part : page.split("```sql\\n")) {
      queries.add(part.substring(0, Math.max(0, part.indexOf("```"))));
    }
    Path file = export(SweepFixture.example(root).path());
    assertEquals(3, queries.size());
    assertEquals(
        List.of(
            "sigma=0.2, posterior=diagonal|3|-30.0",
            "sigma=0.1, posterior=full-covariance|3|-31.0",
            "sigma=0.1, posterior=diagonal|3|-32.0",
            "sigma=0.2, posterior=full-covariance|1|-33.0"),
        query(file, queries.get(1)));
    assertEquals(
        List.of("0.1|1|0.6", "0.1|2|1.0", "0.1|3|1.4", "0.2|1|-4.0"),
        query(file, queries.get(2)).stream().sorted().toList());
  }
}
