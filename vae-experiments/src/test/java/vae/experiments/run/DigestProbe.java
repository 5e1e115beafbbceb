package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import vae.autodiff.kernel.KernelSet;

/**
 * A process that runs the small experiments and prints one line: the digests, where it ran.
 *
 * <p>Arguments: folder of run folders, {@code simd} or {@code scalar}, number of threads.
 */
final class DigestProbe {

  private DigestProbe() {}

  static void main(String[] arguments) throws IOException {
    KernelSet.Choice choice = KernelSet.Choice.valueOf(arguments[1].toUpperCase(Locale.ROOT));
    try (KernelSet kernels = KernelSet.choose(choice, Integer.parseInt(arguments[2]))) {
      System.out.println("digests " + of(kernels, Path.of(arguments[0])));
    }
  }

  /** The digests of the Gaussian and the Bernoulli experiment, a blank between them. */
  static String of(KernelSet kernels, Path root) throws IOException {
    RunResult gaussian = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root);
    RunResult bernoulli = SmallRun.run(SmallRun.read(SmallRun.BERNOULLI), kernels, root);
    return gaussian.digest() + " " + bernoulli.digest();
  }
}
