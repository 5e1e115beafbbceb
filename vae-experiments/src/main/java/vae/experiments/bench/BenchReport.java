package vae.experiments.bench;

import java.util.List;
import vae.autodiff.kernel.simd.MachineLimits;
import vae.experiments.run.provenance.Machine;

/**
 * All that one call of {@code vae bench} measured, as it is written in JSON.
 *
 * @param kernels provider and vectors
 * @param limits of the machine for one thread and for as many as were used; empty in a JVM without
 *     vectors
 * @param scaling empty unless it was asked for
 */
public record BenchReport(
    Machine machine,
    String kernels,
    int threads,
    List<MachineLimits> limits,
    List<Result> workloads,
    List<Scaling.Point> scaling) {

  /**
   * One workload.
   *
   * @param profile empty where several threads call kernels
   * @param peer null where there was none
   */
  public record Result(Timing timing, List<CallProfile.Row> profile, PeerComparison peer) {}
}
