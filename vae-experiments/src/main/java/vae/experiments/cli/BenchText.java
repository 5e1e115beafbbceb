package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.simd.MachineLimits;
import vae.experiments.bench.Bench;
import vae.experiments.bench.BenchReport;
import vae.experiments.bench.CallProfile;
import vae.experiments.bench.PeerComparison;
import vae.experiments.bench.Scaling;
import vae.experiments.bench.Timing;
import vae.experiments.bench.Workload;
import vae.experiments.run.provenance.Machine;

/** What {@code vae bench} measures, as text, while it is measured. */
record BenchText(PrintWriter out) implements Bench.Listener {

  /** Kernels below it are added up in one line; the JSON has them all. */
  private static final double MIN_SHARE = 0.005;

  private void line(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
  }

  void machine(Machine machine, KernelSet kernels, List<MachineLimits> limits) {
    line(
        "machine  %s, %s, %d processors, %s",
        machine.cpu(), machine.architecture(), machine.processors(), machine.os());
    line("jdk      %s", machine.jdk());
    line("kernels  %s", kernels);
    for (MachineLimits each : limits) {
      line(
          "limits   %d threads: fma %.1f GFLOP/s, memory %.1f GB/s",
          each.threads(), each.gigaflops(), each.gigabytesPerSecond());
    }
  }

  void begin(Workload workload) {
    line("%n%s: %s", workload.label(), workload.description());
  }

  @Override
  public void round(int round, double millis) {
    line("  round %d  %.3f ms/step", round, millis);
  }

  @Override
  public void pair(int number, PeerComparison.Pair pair) {
    line(
        "  pair %d  %.3f ms/step, peer %.3f, ratio %.3f",
        number, pair.ours(), pair.theirs(), pair.ratio());
  }

  void end(BenchReport.Result result) {
    Timing timing = result.timing();
    line(
        "  median %.3f ms/step, best %.3f, %.0f examples/s, %d threads",
        timing.medianMillis(), timing.bestMillis(), timing.examplesPerSecond(), timing.threads());
    line(
        "  %.1f GFLOP/s%s, at least %.1f GB/s%s",
        timing.gigaflops(),
        share(timing.shareOfFmaPeak(), "the fma peak"),
        timing.gigabytesPerSecond(),
        share(timing.shareOfBandwidth(), "the memory's"));
    line(
        "  %.0f bytes allocated/step, last bound %.3f nats",
        timing.bytesAllocatedPerStep(), timing.lastBound());
    PeerComparison peer = result.peer();
    if (peer != null) {
      line(
          "  ratio peer/ours: median %.3f, from %.3f to %.3f in %d pairs",
          peer.medianRatio(), peer.lowestRatio(), peer.highestRatio(), peer.pairs().size());
    }
    if (!result.profile().isEmpty()) {
      line("  %-36s %7s %9s %8s", "kernel", "share", "ms/step", "calls");
    }
    int others = 0;
    double othersMillis = 0;
    double othersShare = 0;
    for (CallProfile.Row row : result.profile()) {
      if (row.share() >= MIN_SHARE || row == result.profile().getLast()) {
        line(
            "  %-36s %6.1f%% %9.3f %8.1f",
            row.kernel(), 100 * row.share(), row.millis(), row.calls());
      } else {
        others++;
        othersMillis += row.millis();
        othersShare += row.share();
      }
    }
    if (others > 0) {
      line("  %-36s %6.1f%% %9.3f", others + " other kernels", 100 * othersShare, othersMillis);
    }
  }

  private static String share(Double share, String what) {
    return share == null ? "" : String.format(Locale.ROOT, " (%.0f %% of %s)", 100 * share, what);
  }

  void scaling(List<Scaling.Point> points) {
    if (!points.isEmpty()) {
      line("%n%-10s %7s %10s %16s", "", "amount", "ms", "per unit, x1 = 1");
    }
    for (Scaling.Point point : points) {
      line(
          "%-10s %7d %10.1f %16.3f",
          point.quantity().name().toLowerCase(Locale.ROOT),
          point.amount(),
          point.millis(),
          point.perUnit());
    }
  }
}
