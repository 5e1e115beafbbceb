package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import vae.autodiff.kernel.KernelSet;

/**
 * A process that runs the small experiments and prints their digests in one line.
 *
 * <p>Arguments: folder of run folders, {@code simd} or {@code scalar}, number of threads.
 */
final class DigestProbe {

  private DigestProbe() {}

  static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    System.out.println(digests(arguments[1], Integer.parseInt(arguments[2]), root));
  }

  /** What the process prints, computed in this one. */
  static String digests(String provider, int threads, Path root) throws IOException {
    KernelSet.Choice choice = KernelSet.Choice.valueOf(provider.toUpperCase(Locale.ROOT));
    try (KernelSet kernels = KernelSet.choose(choice, threads)) {
      return of(kernels, root);
    }
  }

  /** The digests of the small experiments, a blank between two. */
  private static String of(KernelSet kernels, Path root) throws IOException {
    StringJoiner digests = new StringJoiner(" ");
    for (String json : List.of(SmallRun.GAUSSIAN, SmallRun.BERNOULLI, SmallRun.WIDE)) {
      digests.add(SmallRun.run(SmallRun.read(json), kernels, root).digest());
    }
    return digests.toString();
  }
}
