package vae.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRunner;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/** Sixty-four trials of a fraction of a second. */
final class TinySweep {

  static final Slots SLOTS = Slots.load(null);
  static final int TRIALS = 64;
  private static final int SEEDS = 16;
  private static final double[] SIGMAS = {0.05, 0.1, 0.2, 0.4};

  private static final String BASE =
      """
      { "name": "tiny", "latentSize": 2,
        "data": {"type": "digits", "limit": 128, "split": {"validation": 0, "test": 32}},
        "encoder": {"type": "mlp", "hidden": [8]},
        "decoder": {"type": "mlp", "hidden": [8]},
        "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.1}},
        "training": {"epochs": 2, "batchSize": 32},
        "evaluation": {"draws": 1, "nll": {"samples": 2}} }
      """;

  private TinySweep() {}

  /**
   * The trials.
   *
   * @param epochs of each
   */
  static List<Trial> trials(int epochs) {
    Resolved base = new SpecReader(SLOTS.catalogue()).read(BASE).with("training.epochs", epochs);
    List<Trial> trials = new ArrayList<>();
    for (double sigma : SIGMAS) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        Resolved experiment = base.with("likelihood.noise.sigma", sigma).with("seed", seed);
        Map<String, JsonNode> set = new LinkedHashMap<>();
        set.put("likelihood.noise.sigma", DoubleNode.valueOf(sigma));
        trials.add(Trial.of(experiment, set));
      }
    }
    return trials;
  }

  /** A new folder with the plan. */
  static SweepFolder folder(Path root, List<Trial> trials) throws IOException {
    SweepFolder sweep = SweepFolder.of(root, "tiny");
    PlanFile.write(sweep.plan(), trials);
    return sweep;
  }

  /** The digests of the trials, each run by one thread of this process. */
  static Map<String, String> digests(List<Trial> trials, Path root) {
    Map<String, String> digests = new TreeMap<>();
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1)) {
      TrialRunner runner =
          new TrialRunner(SLOTS, kernels, Locations.standard(Optional.empty()), _ -> {}, "here");
      for (Trial trial : trials) {
        TrialRecord record = runner.run(Task.whole(trial), root, false, new Unwatched());
        digests.put(trial.id(), record.digest() + record.message());
      }
    }
    return digests;
  }

  /** Watches nothing. */
  private static final class Unwatched implements Progress {

    @Override
    public void step(long step, long steps) {}

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }
}
