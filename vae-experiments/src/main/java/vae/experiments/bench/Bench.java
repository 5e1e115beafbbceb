package vae.experiments.bench;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.experiments.training.Streams;
import vae.experiments.training.TrainingStep;

/** Times training steps of a workload. */
public final class Bench {

  private static final int WARM_UP = 60;

  private Bench() {}

  /**
   * What was measured.
   *
   * @param medianMillis median over rounds of the milliseconds a step
   * @param bestMillis of the fastest round
   * @param examplesPerSecond at the median
   * @param gigaflops multiplications and additions of the matrix products a second, in 10⁹, at the
   *     median
   * @param bytesPerStep allocated on the Java heap
   * @param lastBound mean bound of the last step: a check that the work was done
   */
  public record Timing(
      Workload workload,
      int threads,
      double medianMillis,
      double bestMillis,
      double examplesPerSecond,
      double gigaflops,
      double bytesPerStep,
      double lastBound) {}

  /** Told after each round: its number from 0 and its milliseconds a step. */
  @FunctionalInterface
  public interface Listener {
    void round(int round, double millis);
  }

  /**
   * Warms up, then times rounds of steps.
   *
   * @param steps a round, ≥ 1
   * @param rounds ≥ 1
   */
  public static Timing run(
      Workload workload, KernelSet kernels, int steps, int rounds, Listener listener) {
    List<NdArray> batches = workload.batches();
    Key noise = new Streams(1).training();
    try (TrainingStep step = new TrainingStep(workload.model(), DType.F32, kernels)) {
      double bound = steps(step, batches, noise, 0, WARM_UP);
      double[] millis = new double[rounds];
      long allocated = allocatedBytes();
      for (int round = 0; round < rounds; round++) {
        long begin = System.nanoTime();
        bound = steps(step, batches, noise, WARM_UP + (long) round * steps, steps);
        millis[round] = (System.nanoTime() - begin) / 1e6 / steps;
        listener.round(round, millis[round]);
      }
      double bytes = (double) (allocatedBytes() - allocated) / ((long) rounds * steps);
      Arrays.sort(millis);
      double median = millis[rounds / 2];
      return new Timing(
          workload,
          kernels.threads(),
          median,
          millis[0],
          workload.batchSize() / median * 1e3,
          workload.flops() / median / 1e6,
          bytes,
          bound);
    }
  }

  private static double steps(
      TrainingStep step, List<NdArray> batches, Key noise, long done, int count) {
    double bound = Double.NaN;
    for (int i = 0; i < count; i++) {
      NdArray x = batches.get((int) ((done + i) % batches.size()));
      bound =
          step.apply(x, noise.fold(done + i), done + i, Long.MAX_VALUE)
              .bound()
              .orElseThrow()
              .perExample()
              .mean()
              .item();
    }
    return bound;
  }

  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
        ? bean.getCurrentThreadAllocatedBytes()
        : 0;
  }
}
