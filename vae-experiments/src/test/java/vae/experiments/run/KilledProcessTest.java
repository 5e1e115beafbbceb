package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.fault.Fault;
import vae.experiments.run.fault.WatchedProvider;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/**
 * Processes that train are killed, at random moments from outside and at random changes to the disk
 * from inside, and others go on with their work.
 */
final class KilledProcessTest {

  private static final int KILLS = FragileRun.LONG ? 220 : 4;
  private static final int EPOCHS = FragileRun.LONG ? 100 : 40;

  /** Three steps an epoch with a checkpoint after each. */
  private static final Resolved EXPERIMENT =
      FragileRun.EXPERIMENT.with("training.epochs", EPOCHS).with("training.evaluateEvery", 10);

  @TempDir private Path folder;

  /** Goes on with the run and says what it does; arguments: root, way to end, at which change. */
  static final class Child {
    static void main(String[] arguments) throws IOException {
      Fault fault = new Fault(Fault.Way.valueOf(arguments[1]), Integer.parseInt(arguments[2]));
      Path root = WatchedProvider.watch(Path.of(arguments[0]), fault);
      try (KernelSet kernels = SmallRun.scalar()) {
        Progress telling =
            new Progress() {
              private boolean begun;

              @Override
              public void step(long step, long steps) {
                if (!begun) {
                  System.out.println("step " + step);
                  begun = true;
                }
              }

              @Override
              public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}

              @Override
              public void saved(long step) {
                System.out.println("saved " + step);
              }
            };
        RunResult result =
            SmallRun.runner(kernels, root, Cadence.ofSteps(1)).run(EXPERIMENT, true, telling);
        System.out.println("digest " + result.digest());
      }
    }
  }

  /** What a child said: where it began, what it saved last, and its digest where it got so far. */
  private record Said(long first, long saved, String digest) {}

  private Said child(Path root, Fault.Way way, int at, long linesToLive)
      throws IOException, InterruptedException {
    List<String> command =
        ChildJvm.shortLived(
            Child.class, List.of(root.toString(), way.toString(), Integer.toString(at)));
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    long first = 0;
    long saved = 0;
    String digest = "";
    int lines = 0;
    try (BufferedReader said = process.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "step" -> first = Long.parseLong(words[1]);
          case "saved" -> saved = Long.parseLong(words[1]);
          case "digest" -> digest = words[1];
          default -> throw new AssertionError(line);
        }
        lines++;
        if (lines == linesToLive) {
          process.toHandle().destroyForcibly(); // what it said before can still be read
        }
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    if (digest.isEmpty()) {
      assertEquals(137, process.exitValue(), () -> read(errors));
    }
    return new Said(first, saved, digest);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void killedProcessesLoseNothingThatTheySaidWasSaved() throws IOException, InterruptedException {
    String digest;
    try (KernelSet kernels = SmallRun.scalar()) {
      digest = SmallRun.run(EXPERIMENT, kernels, folder.resolve("whole")).digest();
    }
    Key key = Key.of(20_26);
    int killed = 0;
    int finished = 0;
    long saved = 0;
    for (int attempt = 0; killed < KILLS; attempt++) {
      Path root = folder.resolve("run-" + finished);
      long random = key.fold(attempt).hashCode() & 0x7fff_ffffL;
      boolean inside = attempt % 3 == 2;
      Fault.Way way = random % 2 == 0 ? Fault.Way.HALT_BEFORE : Fault.Way.HALT_AFTER;
      int at = inside ? 1 + (int) (random / 2 % (9 * EPOCHS)) : 0;
      Said said = child(root, way, at, inside ? Long.MAX_VALUE : 1 + random % 60);
      String where = "attempt " + attempt + ": " + said;
      assertTrue(said.first == 0 || said.first > saved, where + " after " + saved);
      saved = Math.max(saved, said.saved);
      if (said.digest.isEmpty()) {
        killed++;
        if (saved > 0) {
          FragileRun.assertCheckpointsAreWhole(root, where);
          assertTrue(newest(root) >= saved, where);
        }
      } else {
        assertEquals(digest, said.digest, where);
        finished++;
        saved = 0;
      }
    }
    Path root = folder.resolve("run-" + finished);
    assertEquals(digest, child(root, Fault.Way.HALT_BEFORE, 0, Long.MAX_VALUE).digest);
    System.out.printf(
        "KilledProcessTest: %d processes killed, %d runs finished%n", killed, finished + 1);
  }

  /** The step of the newest checkpoint; the largest number where the final one is there. */
  private static long newest(Path root) throws IOException {
    List<Long> steps = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.equals("final.safetensors")) {
          steps.add(Long.MAX_VALUE);
        } else if (name.matches("step-[0-9]{12}\\.safetensors")) {
          steps.add(Long.parseLong(name.substring(5, 17)));
        }
      }
    }
    return steps.stream().mapToLong(it -> it).max().orElse(0);
  }
}
