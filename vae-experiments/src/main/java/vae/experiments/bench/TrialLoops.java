package vae.experiments.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import vae.autodiff.kernel.KernelSet;

/**
 * Several independent trainings at once, as in a sweep: a pool of threads takes one trial after the
 * other, and each trial computes on the thread that has it, with kernels of its own.
 */
final class TrialLoops implements Running {

  private final List<KernelSet> kernels = new ArrayList<>();
  private final List<Running> trials = new ArrayList<>();
  private final ExecutorService pool;

  /**
   * @param provider whose kind of kernels and number of threads are taken
   */
  TrialLoops(int count, KernelSet provider, Function<KernelSet, Running> trial) {
    KernelSet.Choice choice = KernelSet.Choice.valueOf(provider.name().toUpperCase(Locale.ROOT));
    for (int i = 0; i < count; i++) {
      kernels.add(KernelSet.choose(choice, 1));
      trials.add(trial.apply(kernels.getLast()));
    }
    pool =
        Executors.newFixedThreadPool(
            provider.threads(), Thread.ofPlatform().daemon().name("vae-trial-", 0).factory());
  }

  @Override
  public double steps(int count) {
    List<Callable<Double>> tasks = new ArrayList<>();
    for (Running trial : trials) {
      tasks.add(() -> trial.steps(count));
    }
    try {
      double sum = 0;
      for (Future<Double> bound : pool.invokeAll(tasks)) {
        sum += bound.get();
      }
      return sum / trials.size();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a trial failed: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trials were running", e);
    }
  }

  @Override
  public void close() {
    pool.close();
    trials.forEach(Running::close);
    kernels.forEach(KernelSet::close);
  }
}
