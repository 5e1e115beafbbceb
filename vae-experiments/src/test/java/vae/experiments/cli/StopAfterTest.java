package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.Pause;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunOutcome;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/** Runs and sweeps that pause when their time is over. */
final class StopAfterTest {

  /** Of 4 steps an epoch. */
  private static Resolved experiment(Slots slots, int epochs) {
    return new SpecReader(slots.catalogue())
        .read(
            SpecSource.embeddedDefault(),
            Stream.concat(
                    Invocation.TINY.stream(),
                    Stream.of(
                        "--set=training.epochs=" + epochs,
                        "--set=training.batchSize=32",
                        "--set=training.evaluateEvery=5"))
                .map(setting -> setting.substring("--set=".length()))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "30m, 1800", "2h, 7200", "1d, 86400", "999999s, 999999"})
  void aTimeIsANumberWithItsUnit(String text, long seconds) {
    assertEquals(TimeUnit.SECONDS.toNanos(seconds), TimeLimit.parse(text).nanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "0h", "-1h", "2 h", "1.5h", "2hours", "9999999d", "h"})
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> TimeLimit.parse(text));
    Invocation refused = Invocation.of("run", "--stop-after=" + text);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("--stop-after"), refused.err());
    assertTrue(refused.err().contains("such as 90s, 30m, 2h or 1d"), refused.err());
  }

  @Test
  void itIsOverAfterItsTimeByTheClock() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    BooleanSupplier over = TimeLimit.parse("10s").startingNow(clock::get);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
    assertFalse(over.getAsBoolean());
    clock.addAndGet(1);
    assertTrue(over.getAsBoolean());
  }

  /** A clock that moves on by a second at each step: five jobs of three seconds, and the rest. */
  @Test
  void jobsOfLimitedLengthEndInTheSameBits(@TempDir Path whole, @TempDir Path parts)
      throws IOException {
    Slots slots = Slots.load(null);
    Resolved experiment = experiment(slots, 4);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      RunEnvironment environment =
          new RunEnvironment(slots, kernels, Locations.standard(Optional.empty()));
      RunResult expected =
          new Runner(environment, RunSettings.in(whole)).run(experiment, false, Progress.UNWATCHED);
      Runner runner = new Runner(environment, RunSettings.in(parts));
      int pauses = 0;
      RunOutcome outcome;
      do {
        AtomicLong clock = new AtomicLong();
        BooleanSupplier over =
            TimeLimit.parse("3s").startingNow(() -> clock.getAndAdd(TimeUnit.SECONDS.toNanos(1)));
        outcome = runner.run(experiment, true, Progress.UNWATCHED, new Pause(0, over));
        pauses += outcome instanceof PausedRun ? 1 : 0;
        assertTrue(pauses <= 16, "it moves on");
      } while (outcome instanceof PausedRun);
      assertTrue(pauses >= 5, () -> "so that this is tested");
      RunResult result = assertInstanceOf(RunResult.class, outcome);
      assertEquals(expected.digest(), result.digest());
      assertEquals(
          Files.readString(expected.folder().resolve("metrics.jsonl")),
          Files.readString(result.folder().resolve("metrics.jsonl")));
    }
  }

  @Test
  void aRunThatPausesSaysHowToResumeAndHasNoResult(@TempDir Path runs) throws IOException {
    Object[] command = {
      "run", Invocation.TINY, "--set=training.epochs=1000000", "--stop-after=1s", "--runs", runs
    };
    Invocation paused =
        Invocation.of(Stream.concat(Stream.of(command), Stream.of("--json")).toArray());
    assertEquals(0, paused.code(), paused.err());
    String[] lines = paused.out().split("\n");
    assertTrue(
        lines[0].matches(
            "digits-[0-9a-z-]+   paused after step \\d+, in epoch \\d+ of 1000000, as --stop-after"
                + " 1s asks; the same command with --resume continues"),
        paused.out());
    assertTrue(
        lines[1].endsWith("\"status\":\"paused\",\"epoch\":" + epoch(lines[0]) + "}"), lines[1]);
    Path folder = Invocation.children(runs).getFirst();
    assertFalse(Files.exists(folder.resolve("result.json")));
    Invocation resumed =
        Invocation.of(Stream.concat(Stream.of(command), Stream.of("--resume")).toArray());
    assertEquals(0, resumed.code(), resumed.err());
    String from =
        lines[0].replaceFirst(".*paused (after step \\d+).*", "vae: resuming $1, in epoch");
    assertTrue(resumed.err().startsWith(from), resumed.err());
  }

  private static int epoch(String line) {
    return Integer.parseInt(line.replaceFirst(".*in epoch (\\d+) of.*", "$1")) - 1;
  }

  @Test
  void aSweepThatPausesSaysHowItContinues(@TempDir Path runs) throws IOException {
    Path file = runs.resolve("sweep.json");
    Files.writeString(
        file,
        """
        {"name": "long", "base": {"data": {"type": "digits", "limit": 128}, "latentSize": 2,
          "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
          "training": {"epochs": 1000000}},
         "parameters": {"latentSize": {"values": [1, 2, 3]}}}
        """);
    Invocation paused =
        Invocation.of("sweep", file, "--runs", runs, "--workers=1", "--stop-after=1s");
    assertEquals(0, paused.code(), paused.err());
    assertTrue(
        paused
            .out()
            .contains(
                "paused with 3 of 3 trials pending, as --stop-after 1s asks; `./vae sweep "
                    + runs.resolve("long.sweep")
                    + " --resume` continues"),
        paused.out());
  }
}
