package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.RecordFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRunner;

/** What {@code vae verify} says of a sweep of two real runs of a tenth of a second. */
final class VerifySweepTest {

  private static final String TINY =
      """
      { "name": "tiny", "latentSize": 2,
        "data": {"type": "digits", "limit": 128, "split": {"validation": 20, "test": 20}},
        "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
        "training": {"epochs": 1, "batchSize": 64},
        "evaluation": {"draws": 2, "nll": {"samples": 3}} }
      """;

  @TempDir private static Path made;

  @TempDir private Path root;

  private SweepFolder sweep;
  private Trial first;
  private Trial second;

  @BeforeAll
  static void run() throws IOException {
    SweepFolder folder = SweepFolder.of(made, "tiny");
    List<Trial> trials = new ArrayList<>();
    Resolved base = SmallRun.read(TINY);
    for (int seed : List.of(1, 2)) {
      trials.add(Trial.of(base.with("seed", seed), Map.of()));
    }
    Files.createDirectories(folder.path());
    PlanFile.write(folder.plan(), trials);
    Files.writeString(folder.sweep(), "{\"name\": \"tiny\"}");
    try (var kernels = SmallRun.scalar();
        RecordFile records = RecordFile.in(folder.results())) {
      TrialRunner runner =
          new TrialRunner(SmallRun.slots(), kernels, SmallRun.locations(), _ -> {}, "worker");
      for (Trial trial : trials) {
        records.append(
            runner.run(Task.whole(trial), folder.runs(), false, new SmallRun.Unwatched()));
      }
    }
  }

  /** A copy that the test may damage. */
  @BeforeEach
  void copy() throws IOException {
    Path from = SweepFolder.of(made, "tiny").path();
    sweep = SweepFolder.of(root, "tiny");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, sweep.path().resolve(from.relativize(each).toString()));
      }
    }
    List<Trial> trials = PlanFile.read(sweep.plan());
    first = trials.get(0);
    second = trials.get(1);
  }

  private void refused(String... parts) {
    Invocation checked = Invocation.of("verify", sweep.path());
    assertEquals(5, checked.code(), checked.out() + checked.err());
    String message = checked.err().replaceAll("\\s+", " ");
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  private Path records() throws IOException {
    try (Stream<Path> files = Files.list(sweep.results())) {
      return files.findFirst().orElseThrow();
    }
  }

  private Path run(Trial trial) throws IOException {
    for (String line : Files.readAllLines(records())) {
      if (line.contains(trial.id())) {
        return sweep.runs().resolve(line.replaceFirst(".*\"folder\":\"([^\"]+)\".*", "$1"));
      }
    }
    throw new IllegalStateException("no record");
  }

  private static void replace(Path file, String old, String with) throws IOException {
    String text = Files.readString(file);
    String edited = text.replaceFirst(old, with);
    assertNotEquals(text, edited);
    Files.writeString(file, edited);
  }

  @Test
  void anUntouchedSweepIsVerified() {
    Invocation checked = Invocation.of("verify", sweep.path());
    assertEquals(0, checked.code(), checked.err());
    assertTrue(checked.out().startsWith("VERIFIED   2 trials, 2 run folders, "), checked.out());
  }

  @Test
  void anEditedPlanIsNotTheOneThatRan() throws IOException {
    replace(sweep.plan(), "\"latentSize\":2", "\"latentSize\":3");
    refused("trial " + first.id() + ": plan.jsonl says this id; the experiment there has");
    shownNowhere();
  }

  /** S15: a number that no double holds. */
  @Test
  void aHugeNumberInThePlanIsNamed() throws IOException {
    replace(sweep.plan(), "\"latentSize\":2", "\"latentSize\":1e400");
    refused("plan.jsonl:1: is no line of a plan");
  }

  @Test
  void recordsThatNameNoFolderAreSaidToBeUnproved() throws IOException {
    replace(records(), "\"folder\":\"[^\"]+\"", "\"folder\":\"\"");
    Invocation checked = Invocation.of("verify", sweep.path());
    assertEquals(0, checked.code(), checked.err());
    assertTrue(checked.out().contains("1 trials whose records name no run folder"), checked.out());
  }

  @Test
  void anEditedRecordDoesNotFitItsRun() throws IOException {
    replace(records(), "\"digest\":\"sha256:", "\"digest\":\"sha256:0000");
    refused("trial " + first.id() + ": its record says digest sha256:0000");
  }

  @Test
  void editedMetricsDoNotFitTheirRun() throws IOException {
    replace(records(), "\"test/active-units\":", "\"test/active-units\":1");
    refused("trial " + first.id() + ": its record has other metrics than runs/tiny-");
    shownNowhere();
  }

  /** S2: numbers that contradict the run folders are in no table and no report. */
  private void shownNowhere() {
    for (String command : List.of("compare", "report")) {
      Invocation shown = Invocation.of(command, sweep.path());
      assertEquals(5, shown.code(), command + shown.out() + shown.err());
    }
  }

  @Test
  void aDamagedRunNamesItsTrial() throws IOException {
    Path result = run(second).resolve("result.json");
    Files.writeString(result, Files.readString(result) + " ");
    refused("trial " + second.id() + ": runs/tiny-", "result.json");
  }

  @Test
  void aMissingRunNamesItsTrial() throws IOException {
    try (Stream<Path> all = Files.walk(run(second))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
    refused("trial " + second.id() + ": its run folder runs/tiny-", "is missing");
  }

  @Test
  void recordsOfOtherTrialsAndOtherDigestsAreAmiss() throws IOException {
    String line = Files.readAllLines(records()).getFirst();
    Path more = sweep.results().resolve("more.jsonl");
    Files.writeString(more, line.replace(first.id(), "0123456789ab") + "\n");
    refused("results have a record of trial 0123456789ab, not in the plan");
    Files.writeString(more, line.replace("sha256:", "sha256:1") + "\n");
    refused("trial " + first.id() + " ended twice with different digests");
  }

  /** A sweep that keeps records alone has no folders to check. */
  @Test
  void aTrialWithoutAFolderIsInOrder() throws IOException {
    TrialRecord record =
        new TrialRecord(
            first.id(), TrialRecord.Status.FAILED, 0, "", "", new TreeMap<>(), "no memory", 1, "");
    Files.delete(records());
    try (RecordFile file = RecordFile.in(sweep.results())) {
      file.append(record);
    }
    assertEquals(0, Invocation.of("verify", sweep.path()).code());
  }
}
