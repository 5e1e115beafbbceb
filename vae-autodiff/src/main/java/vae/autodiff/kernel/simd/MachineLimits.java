package vae.autodiff.kernel.simd;

import java.util.Optional;
import vae.autodiff.kernel.Team;

/**
 * What this machine can do at most, measured: the ceiling that kernels are compared with.
 *
 * @param gigaflops additions and multiplications of float32 a second, in 10⁹, by chains of vector
 *     fma that touch no memory
 * @param gigabytesPerSecond moved by a[i] = b[i] + s · c[i] over arrays far beyond the caches, in
 *     10⁹; two reads and one write an element are counted, as in STREAM
 */
public record MachineLimits(int threads, double gigaflops, double gigabytesPerSecond) {

  private static final int SHORT_CHAIN = 1_000;
  private static final int LONG_CHAIN = 1_000_000;

  /** Floats of one of the three arrays, 64 MiB each, unless the heap is small. */
  private static final int TRIAD_LENGTH = 1 << 24;

  /** The length of an array is a multiple of this, which every vector divides. */
  private static final int TRIAD_BLOCK = 1 << 14;

  /** Floats between the results of two threads: no cache line is shared. */
  private static final int APART = 64;

  private static final long NANOS = 400_000_000L;
  private static final int MIN_ROUNDS = 8;

  /**
   * Measures for about two seconds: the best of many short rounds, after a warm-up.
   *
   * @param threads 1 to {@value Team#MAX_THREADS}
   * @return empty in a JVM that has no vectors; see {@link SimdKernelFactory#unavailable}
   */
  public static Optional<MachineLimits> measure(int threads) {
    if (new SimdKernelFactory().unavailable().isPresent()) {
      return Optional.empty();
    }
    try (Team team = Team.of(threads)) {
      return Optional.of(new MachineLimits(threads, fma(team), triad(team)));
    }
  }

  private static double fma(Team team) {
    int threads = team.threads();
    float[] kept = new float[threads * APART];
    bestNanos(team, part -> kept[part * APART] = LimitLoops.chains(SHORT_CHAIN));
    double nanos = bestNanos(team, part -> kept[part * APART] = LimitLoops.chains(LONG_CHAIN));
    return (double) threads * LONG_CHAIN * LimitLoops.FLOPS_PER_STEP / nanos;
  }

  private static double triad(Team team) {
    int threads = team.threads();
    long fitting = Runtime.getRuntime().maxMemory() / Float.BYTES / 8;
    int blocks = (int) Math.max(1, Math.min(TRIAD_LENGTH, fitting) / TRIAD_BLOCK);
    float[] a = new float[blocks * TRIAD_BLOCK];
    float[] b = new float[a.length];
    float[] c = new float[a.length];
    // A thread's share is one stretch, as in STREAM.
    Team.Task task =
        part -> {
          int to = (int) ((long) blocks * (part + 1) / threads);
          for (int block = (int) ((long) blocks * part / threads); block < to; block++) {
            LimitLoops.triad(a, b, c, block * TRIAD_BLOCK, (block + 1) * TRIAD_BLOCK);
          }
        };
    return 3.0 * Float.BYTES * a.length / bestNanos(team, task);
  }

  /** One part a thread. */
  private static double bestNanos(Team team, Team.Task task) {
    long best = Long.MAX_VALUE;
    long begin = System.nanoTime();
    for (int round = 0; round < MIN_ROUNDS || System.nanoTime() - begin < NANOS; round++) {
      long start = System.nanoTime();
      team.run(team.threads(), task);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
