package vae.experiments.sweep.driver;

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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.random.Key;
import vae.experiments.run.ChildJvm;
import vae.experiments.run.fault.Fault;
import vae.experiments.run.fault.WatchedProvider;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Sweep;

/**
 * Drivers of a sweep with rungs are killed, from outside between two records and from inside at a
 * change to the disk, until one comes to the end.
 */
class KilledSweepTest {

  private static final int KILLS = Boolean.getBoolean("vae.long") ? 60 : 1;

  @TempDir private Path folder;

  /** Goes on with the sweep; arguments: root, what is kept, way to end, at which change. */
  static final class Child {
    static void main(String[] arguments) throws IOException {
      Fault fault = new Fault(Fault.Way.valueOf(arguments[2]), Integer.parseInt(arguments[3]));
      Path root = WatchedProvider.watch(Path.of(arguments[0]), fault);
      SweepListener telling =
          new SweepListener() {
            @Override
            public void ended(Task task, TrialRecord record) {
              System.out.println(record.trial() + " " + record.status() + " " + record.epoch());
            }
          };
      SweepState state =
          TinySweep.run(
              root,
              TinySweep.halving(),
              2,
              Keep.valueOf(arguments[1]),
              SweepRules.STANDARD,
              telling);
      System.out.println("end " + state.pending());
    }
  }

  /** Whether the child came to the end; what it said before is added to what was said. */
  private boolean child(Path root, Keep keep, int atChange, long linesToLive, List<String> said)
      throws IOException, InterruptedException {
    List<String> command =
        ChildJvm.shortLived(
            Child.class,
            List.of(
                root.toString(),
                keep.name(),
                atChange % 2 == 0 ? "HALT_BEFORE" : "HALT_AFTER",
                Integer.toString(atChange)));
    Path errors = folder.resolve("errors.txt");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    boolean end = false;
    long lines = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals("end 0")) {
          end = true;
        } else {
          said.add(line);
        }
        lines++;
        if (lines == linesToLive) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    if (!end) {
      assertEquals(137, process.exitValue(), Files.readString(errors));
    }
    return end;
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrRunTwice(Keep keep) throws IOException, InterruptedException {
    Sweep sweep = TinySweep.halving();
    Path undisturbed = folder.resolve("undisturbed");
    TinySweep.run(undisturbed, sweep, 2, keep, SweepRules.STANDARD, SweepListener.none());
    SortedMap<String, String> expected =
        TinySweep.outcomes(SweepFolder.of(undisturbed, sweep.name()));
    Key key = Key.of(20_26).fold(keep.name());
    int killed = 0;
    for (int sweeps = 0; killed < KILLS; sweeps++) {
      Path root = folder.resolve("killed-" + sweeps);
      List<String> said = new ArrayList<>();
      boolean end = false;
      for (int attempt = 0; !end; attempt++) {
        long random = key.fold(sweeps).fold(attempt).hashCode() & 0x7fff_ffffL;
        boolean last = killed >= KILLS;
        boolean inside = (attempt + keep.ordinal()) % 2 == 1;
        int atChange = inside && !last ? 1 + (int) (random % 300) : 0;
        long lines = inside || last ? Long.MAX_VALUE : 1 + random % 10;
        end = child(root, keep, atChange, lines, said);
        killed += end ? 0 : 1;
      }
      SweepFolder swept = SweepFolder.of(root, sweep.name());
      assertEquals(expected, TinySweep.outcomes(swept));
      assertEquals(expected.size(), records(swept), "a record was written twice");
      assertEquals(said.stream().distinct().count(), said.size(), said.toString());
    }
  }

  /** Whole lines of all files of records. */
  private static int records(SweepFolder folder) throws IOException {
    int records = 0;
    try (Stream<Path> files = Files.list(folder.results())) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          try {
            records += JsonMapper.shared().readTree(line).has("trial") ? 1 : 0;
          } catch (JacksonException e) {
            continue; // torn by a kill
          }
        }
      }
    }
    return records;
  }
}
