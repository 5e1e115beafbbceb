package vae.experiments.sweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.plan.Sweep;

/** Small sweeps in a folder of their own. */
abstract class SweepRuns {

  static final List<Double> RATES = List.of(0.001, 0.01);
  static final List<Integer> SEEDS = List.of(1, 2);

  @TempDir Path root;

  SweepFolder folder() {
    return SweepFolder.of(root, "tiny");
  }

  /** Notes which trials began. */
  static final class Begun implements SweepListener {

    final List<String> trials = new ArrayList<>();
    final List<String> left = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    @Override
    public void begun(Task task, String worker) {
      trials.add(task.trial().id());
    }

    @Override
    public void left(Task task, String reason) {
      left.add(task.trial().id());
    }

    @Override
    public void told(String what) {
      told.add(what);
    }
  }

  Begun again(Sweep sweep, SweepRules rules) throws IOException {
    Begun begun = new Begun();
    TinySweep.run(root, sweep, 2, Keep.RUNS, rules, begun);
    return begun;
  }

  static List<Path> runs(SweepFolder folder) throws IOException {
    try (Stream<Path> runs = Files.list(folder.runs())) {
      return runs.sorted().toList();
    }
  }
}
