package vae.autodiff.kernel;

import java.util.Optional;

/** A provider of kernels, found by {@link java.util.ServiceLoader}. */
public interface KernelFactory {

  /** The name under which a person chooses it: {@code simd}. */
  String name();

  /** Why it cannot be used in this JVM and how to fix that; empty where it can. */
  Optional<String> unavailable();

  /** What it runs on, such as "512-bit vectors". */
  String describe();

  /** The faster of two usable providers has the higher rank. */
  int rank();

  /**
   * Kernels for training, computing on the team's threads.
   *
   * @param team used for large operations; owned by the caller
   */
  Kernels<float[]> f32(Team team);

  /** Kernels for verification. */
  Kernels<double[]> f64(Team team);
}
