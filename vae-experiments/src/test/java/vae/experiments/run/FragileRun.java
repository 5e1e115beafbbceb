package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** A run of a few milliseconds, for tests that interrupt it hundreds of times. */
public final class FragileRun {

  /** Whether the long form of the tests was asked for, with {@code mvn -Plong verify}. */
  public static final boolean LONG = Boolean.getBoolean("vae.long");

  /** Nine steps in three epochs, evaluated after each. */
  static final Resolved EXPERIMENT =
      SmallRun.read(
          """
          { "name": "fragile", "latentSize": 1,
            "data": {"type": "digits", "limit": 96, "split": {"validation": 20, "test": 20},
                     "binarization": {"type": "dynamic-per-batch"}},
            "encoder": {"type": "mlp", "hidden": []},
            "decoder": {"type": "mlp", "hidden": []},
            "likelihood": {"type": "bernoulli"},
            "training": {"epochs": 3, "batchSize": 32},
            "evaluation": {"draws": 1} }
          """);

  /** A checkpoint after every other step. */
  static final Cadence CADENCE = Cadence.ofSteps(2);

  private FragileRun() {}

  /** Notes what is said of checkpoints, and where training begins. */
  static final class Witness implements Progress {

    private long first;
    private long saved;
    private boolean complete;

    @Override
    public void step(long step, long steps) {
      first = first == 0 ? step : first;
    }

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}

    @Override
    public void saved(long step) {
      saved = step;
    }

    @Override
    public void alreadyComplete() {
      complete = true;
    }

    /** The step after which a checkpoint was last said to be saved; 0 for none. */
    long saved() {
      return saved;
    }

    /** Fails where steps up to the given one were made again. */
    void assertNothingLost(long upTo, String where) {
      assertTrue(
          complete || first == 0 || first > upTo,
          () -> where + ": saved after step " + upTo + ", went on with step " + first);
    }
  }

  /** Runs it, or goes on. */
  public static RunResult run(KernelSet kernels, Path root, Progress progress) throws IOException {
    return SmallRun.runner(kernels, root, CADENCE).run(EXPERIMENT, true, progress);
  }

  /** Goes on and checks that the end is the one of a run that nothing happened to. */
  static void assertEndsLike(
      RunResult whole, KernelSet kernels, Path root, long saved, String where) throws IOException {
    Witness witness = new Witness();
    RunResult resumed = run(kernels, root, witness);
    witness.assertNothingLost(saved, where);
    assertEquals(whole.digest(), resumed.digest(), where);
    assertEquals(names(whole.folder()), names(resumed.folder()), where);
    assertEquals(
        Files.readString(whole.folder().resolve("metrics.jsonl")),
        Files.readString(resumed.folder().resolve("metrics.jsonl")),
        where);
  }

  /** The relative names of all files that are there. */
  public static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Fails where a file that has the name of a checkpoint is not whole. */
  static void assertCheckpointsAreWhole(Path root, String where) throws IOException {
    for (String name : names(root)) {
      if (name.endsWith(".safetensors")) {
        assertTrue(SafeTensors.read(root.resolve(name)).sealed(), where + ": " + name);
      }
    }
  }
}
