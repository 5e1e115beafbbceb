package vae.experiments.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class CommandTest {

  private static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;

  private static Command shell(String script) {
    return Command.of(List.of("/bin/sh", "-c", script));
  }

  private static Outcome.Exited exited(Command command) throws InterruptedException {
    return assertInstanceOf(Outcome.Exited.class, command.run(LONG));
  }

  /** S17: who reads to the end before it looks at the clock waits for ever. */
  @Test
  void aFloodThatNeverEndsIsKilledAtItsDeadlineWithItsChildren() throws Exception {
    String script =
        "echo $$ >> pids; yes & echo $! >> pids; yes >&2 & echo $! >> pids; sleep 1000 & echo $!"
            + " >> pids; trap '' TERM; wait";
    Outcome outcome = shell(script).in(folder).keeping(1000).run(Duration.ofSeconds(1));
    Outcome.TimedOut late = assertInstanceOf(Outcome.TimedOut.class, outcome);
    assertTrue(late.out().cut() && late.err().cut());
    assertEquals("y\n".repeat(500), late.out().text());
    assertEquals("y\n".repeat(500), late.err().text());
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertEquals(4, pids.size());
    for (String pid : pids) {
      while (runs(pid)) {
        Thread.sleep(5); // a killed process takes a moment to go
      }
    }
  }

  /** What nobody has waited for stays in the list of processes as Z, dead. */
  private static boolean runs(String pid) {
    try {
      String state = Files.readString(Path.of("/proc", pid, "stat")).replaceFirst(".*\\) ", "");
      return !state.startsWith("Z");
    } catch (IOException e) {
      return false;
    }
  }

  /** S17: a daemon that keeps the streams open keeps nobody waiting. */
  @Test
  void aProgramIsOverWhenItEndsThoughItsChildHoldsItsStreams() throws InterruptedException {
    Outcome.Exited done = exited(shell("sleep 40 & echo $!; exit 3"));
    assertEquals(3, done.code());
    ProcessHandle.of(Long.parseLong(done.out().text().strip())).orElseThrow().destroyForcibly();
  }

  @Test
  void streamsAndExitCodeAreToldApart() throws InterruptedException {
    Outcome.Exited done = exited(shell("echo out; echo err >&2; exit 7"));
    assertEquals(
        new Outcome.Exited(
            7, new Outcome.Printed("out\n", false), new Outcome.Printed("err\n", false)),
        done);
  }

  @Test
  void aProgramThatReadsFindsNothing() throws InterruptedException {
    assertEquals("0\n", exited(shell("wc -c")).out().text());
  }

  @Test
  void wordsReachTheProgramAsTheyAre() throws InterruptedException {
    List<String> words = List.of("printf", "%s|", "a b", "$HOME", "'", "*", "");
    assertEquals("a b|$HOME|'|*||", exited(Command.of(words)).out().text());
  }

  @Test
  void theLastBytesAreKept() throws InterruptedException {
    String numbers = "i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done";
    Outcome.Printed tail = exited(shell(numbers).keeping(10)).out();
    assertEquals(new Outcome.Printed("2998\n2999\n", true), tail);
    Outcome.Printed whole = exited(shell(numbers)).out();
    assertFalse(whole.cut());
    assertEquals(3000, whole.text().lines().count());
    assertEquals(
        new Outcome.Printed("0123456789", false),
        exited(shell("printf 0123456789").keeping(10)).out());
  }

  @Test
  void theEnvironmentIsThisOneWithWhatWasSaid() throws InterruptedException {
    Command command = shell("echo \"$PATH,$HOME,$A\"").without("HO").with("A", "1").with("B", "2");
    assertEquals(System.getenv("PATH") + ",,1\n", exited(command).out().text());
    assertEquals("x\n", exited(shell("echo $HOME").without("HO").with("HOME", "x")).out().text());
  }

  @Test
  void aProgramThatIsNotThereIsSaidSo() throws InterruptedException {
    Outcome none = Command.of(List.of("/nowhere/at all")).run(LONG);
    String reason = assertInstanceOf(Outcome.NotStarted.class, none).reason();
    assertTrue(reason.contains("/nowhere/at all"), reason);
    assertInstanceOf(Outcome.NotStarted.class, shell("true").in(Path.of("/nowhere")).run(LONG));
    assertThrows(IllegalArgumentException.class, () -> Command.of(List.of()));
  }
}
