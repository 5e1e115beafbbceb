package vae.experiments.bench;

import java.util.List;

/**
 * What was measured of a workload.
 *
 * @param threads of the kernels; of a sweep, threads of the pool
 * @param steps a round
 * @param millis a step, round by round
 * @param gigaflops multiplications and additions of the matrix products a second, in 10⁹, at the
 *     median
 * @param shareOfFmaPeak {@code gigaflops} by what the machine can do; null where that is unknown
 * @param gigabytesPerSecond that a step must move at least, if caches kept nothing between kernels,
 *     by its time, in 10⁹
 * @param shareOfBandwidth the same by what the memory can do; may exceed 1 where caches serve
 * @param bytesAllocatedPerStep on the Java heap by all threads, the median over rounds
 * @param lastBound mean bound of the last step, in nats: a check that the work was done
 */
public record Timing(
    String workload,
    int threads,
    int steps,
    List<Double> millis,
    double medianMillis,
    double bestMillis,
    double examplesPerSecond,
    double gigaflops,
    Double shareOfFmaPeak,
    double gigabytesPerSecond,
    Double shareOfBandwidth,
    double bytesAllocatedPerStep,
    double lastBound) {}
