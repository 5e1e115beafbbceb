package vae.experiments.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.simd.MachineLimits;

/**
 * Times a workload in rounds of equal steps, in one JVM and after a warm-up.
 *
 * <p>All figures quoted are medians over rounds: a mean would weigh what else the machine did.
 */
public record Bench(Workload workload, KernelSet kernels, Effort effort) {

  /** Rounds of which one figure in a pair is the median, on both sides. */
  private static final int ROUNDS_OF_A_PAIR = 3;

  /** Rounds of steps at most before the profile: the calls through proxies are compiled anew. */
  private static final int PROFILE_WARM_UP = 3;

  /**
   * How long to measure.
   *
   * @param warmUp steps before anything is timed
   * @param rounds the median of which is quoted; with a peer, pairs
   */
  public record Effort(int warmUp, int steps, int rounds) {

    public static final int MAX_STEPS = 1_000_000;

    public static final int MAX_ROUNDS = 10_000;

    public Effort {
      if (warmUp < 0) {
        throw new IllegalArgumentException("warm-up: expected at least 0 steps, got " + warmUp);
      }
      requireWithin("steps", steps, MAX_STEPS);
      requireWithin("rounds", rounds, MAX_ROUNDS);
    }

    private static void requireWithin(String what, int number, int most) {
      if (number < 1 || number > most) {
        throw new IllegalArgumentException(
            "%s: expected a number from 1 to %d, got %d".formatted(what, most, number));
      }
    }

    /** With the workload's own warm-up. */
    public static Effort of(Workload workload, int steps, int rounds) {
      return new Effort(workload.warmUp(), steps, rounds);
    }
  }

  public interface Listener {

    /** A round has ended: its number from 0 and its milliseconds a step. */
    void round(int round, double millis);

    /** Both rounds of a pair have ended: its number from 0. */
    void pair(int number, PeerComparison.Pair pair);
  }

  /**
   * Warms up, times the rounds, and then profiles one more.
   *
   * <p>With a peer a round is a pair: one figure of ours, one of the peer's, and so on in turn. A
   * figure of either side is then the median of {@value #ROUNDS_OF_A_PAIR} rounds. Ours are in one
   * JVM that has been warmed up; the peer is started anew each time, and the first of its rounds is
   * its warm-up: the slowest of three is no median.
   *
   * @param peer or null
   * @param limits of this machine with as many threads, or null
   * @throws PeerException where the peer fails or prints no figure
   */
  public BenchReport.Result measure(Peer peer, MachineLimits limits, Listener listener) {
    Timing timing;
    List<PeerComparison.Pair> pairs = new ArrayList<>();
    try (Running running = workload.start(kernels)) {
      running.steps(effort.warmUp());
      Rounds rounds = new Rounds(running);
      for (int i = 0; i < effort.rounds(); i++) {
        if (peer == null) {
          listener.round(i, rounds.next());
        } else {
          pairs.add(pair(rounds, peer));
          listener.pair(i, pairs.getLast());
        }
      }
      timing = rounds.timing(limits);
    }
    return new BenchReport.Result(
        timing, profile(), peer == null ? null : PeerComparison.of(pairs));
  }

  private PeerComparison.Pair pair(Rounds rounds, Peer peer) {
    List<Double> ours = new ArrayList<>();
    for (int round = 0; round < ROUNDS_OF_A_PAIR; round++) {
      ours.add(rounds.next());
    }
    double theirs =
        peer.medianMillis(workload.forPeer(), kernels.threads(), effort.steps(), ROUNDS_OF_A_PAIR);
    return PeerComparison.Pair.of(Statistics.median(ours), workload.repeated() * theirs);
  }

  /**
   * Where the time goes, kernel by kernel, in a round of its own: timing each call disturbs.
   *
   * @return empty for a workload whose kernels are called by several threads
   */
  List<CallProfile.Row> profile() {
    if (!workload.hasOneCaller()) {
      return List.of();
    }
    CallProfile profile = new CallProfile();
    try (Running running = workload.start(profile.over(kernels))) {
      running.steps(Math.min(effort.warmUp(), PROFILE_WARM_UP * effort.steps()));
      profile.clear();
      long begin = System.nanoTime();
      running.steps(effort.steps());
      return profile.rows(effort.steps(), System.nanoTime() - begin);
    }
  }

  private final class Rounds {

    private final Running running;
    private final List<Double> millis = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private double bound;

    private Rounds(Running running) {
      this.running = running;
    }

    private double next() {
      long before = allocatedBytes();
      long begin = System.nanoTime();
      bound = running.steps(effort.steps());
      millis.add((System.nanoTime() - begin) / 1e6 / effort.steps());
      bytes.add((double) (allocatedBytes() - before) / effort.steps());
      return millis.getLast();
    }

    private Timing timing(MachineLimits limits) {
      double median = Statistics.median(millis);
      double gigaflops = workload.cost().flops() / median / 1e6;
      double gigabytes = workload.cost().bytes() / median / 1e6;
      return new Timing(
          workload.label(),
          kernels.threads(),
          effort.steps(),
          List.copyOf(millis),
          median,
          millis.stream().mapToDouble(it -> it).min().orElseThrow(),
          workload.examples() / median * 1e3,
          gigaflops,
          limits == null ? null : (Double) (gigaflops / limits.gigaflops()),
          gigabytes,
          limits == null ? null : (Double) (gigabytes / limits.gigabytesPerSecond()),
          Statistics.median(bytes),
          bound);
    }
  }

  /** By all threads of this JVM so far, those that have ended too. */
  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean bean
        ? bean.getTotalThreadAllocatedBytes()
        : 0;
  }
}
