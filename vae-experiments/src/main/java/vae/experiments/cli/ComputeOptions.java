package vae.experiments.cli;

import picocli.CommandLine.Option;
import vae.autodiff.kernel.KernelSet;

/** What computes: threads and kernels. Neither changes a bit of any result. */
final class ComputeOptions {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of large operations (default: one per processor); never changes bits.")
  private Integer threads;

  @Option(
      names = "--kernels",
      defaultValue = "auto",
      description = "Provider of the arithmetic (default: ${DEFAULT-VALUE}); never changes bits.")
  private KernelSet.Choice kernels;

  int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > 1024) {
      throw CommandException.badInput("--threads: expected a number from 1 to 1024, got " + count);
    }
    return count;
  }

  KernelSet.Choice choice() {
    return kernels;
  }

  KernelSet kernels() {
    return kernels(threads());
  }

  KernelSet kernels(int share) {
    try {
      return KernelSet.choose(choice(), share);
    } catch (IllegalStateException e) {
      throw new CommandException(ExitCode.OTHER, e.getMessage());
    }
  }
}
