package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.driver.FrozenSweep;
import vae.experiments.sweep.driver.SweepListener;
import vae.experiments.sweep.driver.SweepRules;
import vae.experiments.sweep.driver.SweepRunner;
import vae.experiments.sweep.driver.SweepState;
import vae.experiments.sweep.local.LocalLauncher;
import vae.experiments.sweep.local.LocalSetup;
import vae.experiments.sweep.plan.Sweep;
import vae.experiments.sweep.plan.SweepReader;
import vae.experiments.wiring.Slots;

/** Sweeps whose trials take a few milliseconds, and what tests need to run them. */
public final class TinySweep {

  private static final String JSON =
      """
      { "name": "tiny",
        "base": { "name": "fragile", "latentSize": 1,
                  "data": {"type": "digits", "limit": 64,
                           "split": {"validation": 0, "test": 20}},
                  "encoder": {"type": "mlp", "hidden": []},
                  "decoder": {"type": "mlp", "hidden": []},
                  "training": {"epochs": %d, "batchSize": 32},
                  "evaluation": {"draws": 1} },
        "method": %s,
        "parameters": {"optimizer.learningRate": {"values": %s}},
        "seeds": %s }
      """;

  private static final SweepReader READER = new SweepReader(SmallRun.slots());

  private TinySweep() {}

  /** A grid of learning rates and seeds; three epochs of two steps. */
  public static Sweep grid(List<Double> rates, List<Integer> seeds) {
    return read(JSON.formatted(3, "{\"type\": \"grid\"}", rates, seeds));
  }

  /** Six candidates of two seeds: after the first and the third of six epochs, half go on. */
  public static Sweep halving() {
    String method =
        "{\"type\": \"halving\", \"candidates\": {\"type\": \"grid\"}, \"factor\": 2,"
            + " \"epochs\": 1}";
    List<Double> rates = List.of(0.001, 0.003, 0.01, 0.03, 0.1, 0.3);
    return read(JSON.formatted(6, method, rates, List.of(1, 2)));
  }

  /** Four candidates of twelve epochs, of which each ends early, after its third. */
  public static Sweep halvingWithEarlyStopping() {
    String callbacks =
        "{\"epochs\": 12, \"callbacks\": [{\"type\": \"early-stopping\", \"metric\":"
            + " \"train/elbo\", \"patience\": 2, \"minimumDelta\": 1e6}],";
    String method =
        "{\"type\": \"halving\", \"candidates\": {\"type\": \"grid\"}, \"factor\": 2,"
            + " \"epochs\": 2}";
    List<Double> rates = List.of(0.001, 0.003, 0.01, 0.03);
    String json = JSON.formatted(6, method, rates, List.of(1));
    return read(json.replace("{\"epochs\": 6,", callbacks));
  }

  /** The sweep in the text. */
  public static Sweep read(String json) {
    return READER.read(SpecSource.text(json), List.of());
  }

  /** Reads what is frozen. */
  public static SweepReader reader() {
    return READER;
  }

  /** Workers with plain loops. */
  public static LocalLauncher local(SweepFolder folder, int workers, Keep keep) {
    LocalSetup setup =
        new LocalSetup(
            () -> Slots.load(null),
            () -> KernelSet.choose(KernelSet.Choice.SCALAR, 1),
            SmallRun.locations(),
            _ -> {});
    return new LocalLauncher(folder, setup, workers, keep);
  }

  /** Freezes and runs the sweep below the root. */
  public static SweepState run(
      Path root, Sweep sweep, int workers, Keep keep, SweepRules rules, SweepListener listener)
      throws IOException {
    SweepFolder folder = SweepFolder.of(root, sweep.name());
    try (SweepRunner runner = SweepRunner.own(folder);
        Launcher launcher = local(folder, workers, keep)) {
      FrozenSweep frozen = runner.freeze(sweep);
      return runner.run(frozen, launcher, rules, listener);
    }
  }

  /** Runs it with two workers and no one watching. */
  public static SweepState run(Path root, Sweep sweep) throws IOException {
    return run(root, sweep, 2, Keep.RUNS, SweepRules.STANDARD, SweepListener.none());
  }

  /** Status and digest of each trial by its id, from the records on the disk. */
  public static SortedMap<String, String> outcomes(SweepFolder folder) throws IOException {
    SortedMap<String, String> outcomes = new TreeMap<>();
    Records.read(folder.results())
        .all()
        .forEach(
            record ->
                outcomes.put(
                    record.trial() + " at " + record.epoch(),
                    record.status() + " " + record.digest() + " " + record.metrics()));
    return outcomes;
  }

  /** Deletes all records. */
  public static void forgetRecords(SweepFolder folder) throws IOException {
    for (Path file : Records.files(folder.results())) {
      Files.delete(file);
    }
  }

  /** Lines of all files of records. */
  public static long lines(SweepFolder folder) throws IOException {
    long lines = 0;
    for (Path file : Records.files(folder.results())) {
      try (Stream<String> all = Files.lines(file)) {
        lines += all.count();
      }
    }
    return lines;
  }
}
