package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/**
 * A process that runs small experiments once for each number of threads and prints their digests, a
 * line for each number.
 *
 * <p>Arguments: folder of run folders; kernels; numbers of threads with commas between; {@code
 * small} or {@code tiny} experiments; {@code whole} runs or {@code resumed} ones.
 */
final class DigestProbe {

  /** Four steps that an interpreter takes in a second. */
  private static final String TINY_BERNOULLI =
      """
      { "name": "tiny-binary", "latentSize": 2,
        "data": {"type": "digits", "limit": 20, "split": {"validation": 0, "test": 4},
                 "binarization": {"type": "dynamic-per-batch"}},
        "encoder": {"type": "mlp", "hidden": [10], "posterior": {"type": "full-covariance"}},
        "decoder": {"type": "mlp", "hidden": [10], "activation": "relu"},
        "likelihood": {"type": "bernoulli"},
        "estimator": {"type": "iwae", "samples": 2},
        "training": {"epochs": 2, "batchSize": 8},
        "evaluation": {"draws": 1, "nll": {"samples": 2}} }
      """;

  private static final String TINY_CONVOLUTIONS =
      """
      { "name": "tiny-images", "latentSize": 2,
        "data": {"type": "digits", "limit": 10, "split": {"validation": 0, "test": 2},
                 "binarization": {"type": "none"}},
        "encoder": {"type": "conv", "hidden": [6], "activation": "tanh",
                    "normalization": {"type": "group", "groups": 2},
                    "layers": [{"channels": 4, "kernel": 3}]},
        "decoder": {"type": "conv", "hidden": [6], "layers": [{"channels": 4, "kernel": 3}]},
        "likelihood": {"type": "gaussian", "noise": {"type": "learned"}},
        "training": {"epochs": 2, "batchSize": 4},
        "evaluation": {"draws": 1, "nll": {"samples": 2}} }
      """;

  private static final List<String> TINY = List.of(TINY_BERNOULLI, TINY_CONVOLUTIONS);
  private static final List<String> SMALL =
      List.of(SmallRun.GAUSSIAN, SmallRun.BERNOULLI, SmallRun.WIDE);

  private DigestProbe() {}

  /**
   * What is run.
   *
   * @param kernels auto, simd or scalar
   * @param small whether the small experiments are run after the tiny ones
   * @param resumed whether each run is stopped in its second epoch and goes on
   */
  record Work(String kernels, List<Integer> threads, boolean small, boolean resumed) {

    List<String> arguments(String root) {
      String numbers = String.join(",", threads.stream().map(String::valueOf).toList());
      return List.of(
          root, kernels, numbers, small ? "small" : "tiny", resumed ? "resumed" : "whole");
    }
  }

  /**
   * What came of it.
   *
   * @param kernels that ran
   * @param digests of the experiments, without the name of the hash
   */
  record Outcome(String kernels, int threads, double seconds, List<String> digests) {

    static Outcome parse(String line) {
      String[] words = line.split(" ");
      return new Outcome(
          words[0],
          Integer.parseInt(words[1]),
          Double.parseDouble(words[2]),
          List.of(words).subList(3, words.length));
    }

    @Override
    public String toString() {
      String numbers = String.format(Locale.ROOT, "%s %d %.2f ", kernels, threads, seconds);
      return numbers + String.join(" ", digests);
    }
  }

  static void main(String[] arguments) throws IOException {
    List<Integer> threads =
        List.of(arguments[2].split(",")).stream().map(Integer::valueOf).toList();
    boolean small = arguments[3].equals("small");
    boolean resumed = arguments[4].equals("resumed");
    Work work = new Work(arguments[1], threads, small, resumed);
    outcomes(work, Path.of(arguments[0])).forEach(System.out::println);
  }

  /** What the process prints, computed in this one. */
  static List<Outcome> outcomes(Work work, Path root) throws IOException {
    List<String> experiments = new ArrayList<>(TINY);
    experiments.addAll(work.small() ? SMALL : List.of());
    List<Outcome> outcomes = new ArrayList<>();
    for (int threads : work.threads()) {
      long start = System.nanoTime();
      List<String> digests = new ArrayList<>();
      KernelSet.Choice choice = KernelSet.Choice.valueOf(work.kernels().toUpperCase(Locale.ROOT));
      try (KernelSet kernels = KernelSet.choose(choice, threads)) {
        Path runs = root.resolve(String.valueOf(threads));
        for (String json : experiments) {
          Resolved experiment = SmallRun.read(json);
          if (work.resumed()) {
            stop(experiment, kernels, runs);
          }
          String digest = resume(experiment, kernels, runs).digest();
          digests.add(digest.substring(digest.indexOf(':') + 1));
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        outcomes.add(new Outcome(kernels.name(), threads, seconds, digests));
      }
    }
    return outcomes;
  }

  private static RunResult resume(Resolved experiment, KernelSet kernels, Path runs)
      throws IOException {
    return SmallRun.runner(kernels, runs).run(experiment, true, new SmallRun.Unwatched());
  }

  private static void stop(Resolved experiment, KernelSet kernels, Path runs) throws IOException {
    try {
      SmallRun.runner(kernels, runs).run(experiment, true, new Stop());
      throw new IllegalStateException("the run was not stopped");
    } catch (Stopped e) {
      // It goes on from the checkpoint of its first epoch.
    }
  }

  /** Stops at the last step but one. */
  private record Stop() implements Progress {

    @Override
    public void step(long step, long steps) {
      if (step >= steps - 1) {
        throw new Stopped();
      }
    }

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
