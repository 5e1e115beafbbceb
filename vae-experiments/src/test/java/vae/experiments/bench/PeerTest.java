package vae.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;

@Timeout(60)
class PeerTest {

  @TempDir private Path folder;

  private String script(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("peer"), "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file.toString();
  }

  private static double median(String command) {
    return new Peer(command).medianMillis(Workload.MLP, 2, 30, 3);
  }

  private void assertFails(String message, String text) throws IOException {
    String command = script(text);
    PeerException failure = assertThrows(PeerException.class, () -> median(command));
    assertEquals(message.replace("PEER", command), failure.getMessage());
  }

  @Test
  void theFigureIsThatOfTheLastLine() throws IOException {
    assertEquals(
        2.5, median(script("echo median_ms=9; echo; echo \"x $1 median_ms=2.5 best_ms=1\"")));
  }

  @Test
  void argumentsAreWorkloadThreadsStepsRounds() throws IOException {
    assertEquals(1, median(script("[ \"$*\" = 'mlp 2 30 3' ] && echo median_ms=1")));
    assertEquals(1, median(script("[ \"$*\" = 'a mlp 2 30 3' ] && echo median_ms=1") + " a"));
  }

  @Test
  void aPathWithBlanksIsOneWord() throws IOException {
    Path blank = Files.createDirectory(folder.resolve("a b"));
    Path moved = Files.move(Path.of(script("echo median_ms=4")), blank.resolve("peer"));
    assertEquals(4, median(moved.toString()));
  }

  @Test
  void failuresSayWhatCame() throws IOException {
    assertFails(
        "peer `PEER mlp 2 30 3`: ended with exit code 3; it printed:\nno such workload",
        "echo no such workload >&2; exit 3");
    assertFails(
        "peer `PEER mlp 2 30 3`: expected median_ms=NUMBER in its last line, found none;"
            + " it printed:\nmedian_ms=1\nbye",
        "echo median_ms=1; echo bye");
    assertFails(
        "peer `PEER mlp 2 30 3`: expected median_ms=NUMBER in its last line, found none;"
            + " it printed: nothing",
        "exit 0");
    for (String number : List.of("0", "-1", "NaN", "Infinity", "fast")) {
      assertFails(
          "peer `PEER mlp 2 30 3`: expected a number above 0 after median_ms=, got %s;"
                  .formatted(number)
              + " it printed:\nmedian_ms="
              + number,
          "echo median_ms=" + number);
    }
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    PeerException failure =
        assertThrows(PeerException.class, () -> median("/nowhere/peer with words"));
    assertTrue(
        failure.getMessage().startsWith("peer `/nowhere/peer`: cannot be started: "),
        failure.getMessage());
  }

  @Test
  void aTalkativePeerIsReadToItsEnd() throws IOException {
    assertEquals(
        3,
        median(
            script(
                "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; "
                    + "echo median_ms=3")));
  }

  @Test
  void anInterruptEndsThePeerAndItsChildren() throws Exception {
    Path pids = folder.resolve("pids");
    String command = script("sleep 50 & echo $$ $! > " + pids + "; wait");
    List<Throwable> ended = new ArrayList<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> ended.add(assertThrows(PeerException.class, () -> median(command))));
    while (!Files.exists(pids) || Files.readString(pids).isBlank()) {
      Thread.sleep(5);
    }
    caller.interrupt();
    caller.join();
    assertEquals(1, ended.size());
    for (String pid : Files.readString(pids).strip().split(" ")) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(it -> it.onExit().join());
      assertFalse(ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  /** Eight trainings of the peer, one after another, are the work of a sweep's step. */
  @Test
  void aSweepIsComparedWithEightTrainings() throws IOException {
    Path calls = folder.resolve("calls");
    Peer peer = new Peer(script("echo \"$*\" >> " + calls + "; echo median_ms=100"));
    List<PeerComparison.Pair> heard = new ArrayList<>();
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1)) {
      Bench bench = new Bench(Workload.SWEEP, kernels, new Bench.Effort(0, 1, 2));
      BenchReport.Result result =
          bench.measure(
              peer,
              null,
              new Bench.Listener() {
                @Override
                public void round(int round, double millis) {
                  throw new AssertionError("rounds are pairs");
                }

                @Override
                public void pair(int number, PeerComparison.Pair pair) {
                  assertEquals(heard.size(), number);
                  heard.add(pair);
                }
              });
      assertEquals(heard, result.peer().pairs());
      assertEquals(2, heard.size());
      for (PeerComparison.Pair pair : heard) {
        assertEquals(800, pair.theirs());
        assertEquals(800 / pair.ours(), pair.ratio());
      }
      assertEquals(
          (heard.getFirst().ratio() + heard.getLast().ratio()) / 2, result.peer().medianRatio());
      assertEquals(null, result.timing().shareOfFmaPeak());
    }
    assertEquals(List.of("iwae1 1 1 3", "iwae1 1 1 3"), Files.readAllLines(calls));
  }
}
