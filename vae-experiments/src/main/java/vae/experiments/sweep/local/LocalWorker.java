package vae.experiments.sweep.local;

import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.SharedData;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.TrialRunner;

/** One worker's own components and kernels. */
final class LocalWorker implements AutoCloseable {

  private final KernelSet kernels;
  private final TrialRunner runner;
  private final String name;

  LocalWorker(LocalSetup setup, SharedData data, Keep keep, String name) {
    this.name = name;
    kernels = setup.kernels().get();
    runner =
        new TrialRunner(
            setup.slots().get(), kernels, setup.locations(), setup.finisher(), name, data, keep);
  }

  TrialRunner runner() {
    return runner;
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    kernels.close();
  }
}
