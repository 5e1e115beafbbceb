package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vae run RUN --set training.epochs=N} and {@code vae run … --from RUN}. */
final class LongerAndWarmRunsTest {

  @TempDir private Path runs;

  private Path finished(String... more) throws IOException {
    Invocation run = Invocation.of("run", Invocation.TINY, "--runs", runs, List.of(more));
    assertEquals(0, run.code(), run.err());
    return Invocation.children(runs).getFirst();
  }

  @Test
  void aLongerRunIsTheUninterruptedOne(@TempDir Path other) throws IOException {
    Path run = finished();
    Invocation whole =
        Invocation.of("run", Invocation.TINY, "--set=training.epochs=3", "--runs", other);
    Invocation longer = Invocation.of("run", run, "--set=training.epochs=3");
    assertEquals(0, longer.code(), longer.err());
    assertEquals(whole.digest(), longer.digest());
    assertTrue(
        longer.err().startsWith("vae: resuming after step 1, in epoch 2 of 3\n"), longer.err());
    assertEquals(2, Invocation.children(runs).size(), "beside the first one");
    Invocation again = Invocation.of("run", run, "--set=training.epochs=3");
    assertTrue(again.out().contains("complete already; nothing was computed"), again.out());
    Invocation same = Invocation.of("run", run);
    assertTrue(same.out().contains("complete already; nothing was computed"), same.out());
  }

  @Test
  void whatWouldEndInOtherBitsIsRefusedWithTheWayOut() throws IOException {
    Path run = finished("--set=optimizer.schedule.type=cosine", "--set=training.batchSize=32");
    Invocation refused = Invocation.of("run", run, "--set=training.epochs=3");
    assertEquals(2, refused.code());
    assertEquals(
        Paragraph.hanging(
                "vae: ",
                """
                %s cannot be trained longer to the bits of an uninterrupted run: its learning rate \
                depends on the number of epochs (optimizer.schedule).
                Start a new run from its parameters: `./vae run %s/experiment.json --set \
                training.epochs=3 --from %s`.\
                """
                    .formatted(run, run, run))
            + "\n",
        refused.err());
    Invocation warm =
        Invocation.of(
            "run",
            run.resolve("experiment.json"),
            "--set=training.epochs=3",
            "--from",
            run,
            "--runs",
            runs);
    assertEquals(0, warm.code(), warm.err());
    Path child =
        Invocation.children(runs).stream().filter(it -> !it.equals(run)).findFirst().orElseThrow();
    String id = run.getFileName().toString().replaceFirst(".*-", "");
    String spec = Files.readString(child.resolve("experiment.json"));
    assertTrue(spec.contains("\"run\": \"" + id + "\""), spec);
    Invocation reproduced = Invocation.of("reproduce", child);
    assertEquals(0, reproduced.code(), reproduced.err());
    Path moved = Files.createDirectory(runs.resolve("elsewhere")).resolve("parent");
    Files.move(run, moved);
    Invocation alone = Invocation.of("reproduce", child);
    assertEquals(2, alone.code());
    assertTrue(alone.err().contains("the folder of run " + id), alone.err());
    assertTrue(alone.err().contains("Give the folder with --from."), alone.err());
    assertEquals(0, Invocation.of("reproduce", child, "--from", moved).code());
  }

  @Test
  void aRunSaysWhatItDoesAndWhatComesNext() {
    Invocation run = Invocation.of("run", Invocation.TINY, "--runs", runs);
    String first = run.err().lines().findFirst().orElse("");
    assertTrue(
        first.matches(
            "digits-[a-z0-9-]+ trains 1,\\d{3} parameters on 128 examples of 64 values: 1 epoch of"
                + " 1 step"),
        first);
    List<String> last = run.out().lines().toList();
    int n = last.size();
    assertTrue(last.get(n - 3).matches(" *check with +\\./vae reproduce \\S+"), run.out());
    assertTrue(
        last.get(n - 2).matches(" *look closer with +\\./vae evaluate \\S+ --set .*"), run.out());
    assertTrue(last.get(n - 1).matches(" *cite with +\\./vae cite \\S+"), run.out());
  }
}
