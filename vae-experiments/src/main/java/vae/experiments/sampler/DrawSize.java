package vae.experiments.sampler;

import vae.core.spec.SpecException;

/** How many codes fit the heap. */
final class DrawSize {

  /** Share of the largest heap that an array of codes may take: one of this many. */
  private static final long HEAP_SHARE = 8;

  private DrawSize() {}

  /**
   * Checks the number of codes before any memory is taken.
   *
   * @param path names the number
   * @param n codes of m numbers
   * @throws SpecException where n is below 1, or the codes do not fit
   */
  static void require(String path, long n, int m) {
    long bytes = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    long most = Math.min(bytes / Double.BYTES, Integer.MAX_VALUE) / m;
    if (n < 1 || n > most) {
      throw new SpecException(
          path,
          "from 1 to %d codes of %d numbers, which fit the heap".formatted(most, m),
          Long.toString(n),
          "Take fewer, or run with a larger heap (JAVA_TOOL_OPTIONS=-Xmx16g).");
    }
  }
}
