package vae.experiments.cli;

import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.local.LocalLauncher;
import vae.experiments.sweep.local.LocalSetup;

/**
 * {@code --launcher local}: workers of this process.
 *
 * <p>As many as there are threads, and at most one a trial: trials of their own scale better than
 * threads within one. What is left over of the threads is shared out evenly, at least one each.
 */
final class LocalWorkers implements LauncherFactory {

  private static final int MOST = 1024;

  @Override
  public String name() {
    return "local";
  }

  @Override
  public void require(LauncherRequest request) {
    if (request.master().isPresent()) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--master: the launcher \"local\" has none; leave the option out");
    }
    if (request.workers().isPresent()
        && (request.workers().getAsInt() < 1 || request.workers().getAsInt() > MOST)) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--workers: expected a number from 1 to %d, got %d"
              .formatted(MOST, request.workers().getAsInt()));
    }
  }

  @Override
  public Launcher open(LauncherRequest request) {
    int threads = request.components().compute().threads();
    int workers = Math.clamp(request.workers().orElse(threads), 1, Math.max(1, request.trials()));
    int share = Math.max(1, threads / workers);
    LocalSetup setup =
        new LocalSetup(
            request.components()::slots,
            () -> request.components().compute().kernels(share),
            request.components().locations(),
            request.finisher());
    return new LocalLauncher(request.folder(), setup, workers, request.keep());
  }
}
