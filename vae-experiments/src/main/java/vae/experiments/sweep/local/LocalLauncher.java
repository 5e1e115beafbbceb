package vae.experiments.sweep.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.SharedData;
import vae.experiments.sweep.Attempt;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRunner;

/**
 * Runs trials in workers of this process: a thread each, with components and kernels of its own.
 *
 * <p>Workers share data sets, which are immutable, and nothing else. A run folder is owned by a
 * lock of the operating system, so that what another process works on is left to it and what a
 * killed process left behind is free.
 */
public final class LocalLauncher implements Launcher {

  private final SweepFolder folder;
  private final LocalSetup setup;
  private final int workers;
  private final Keep keep;
  private final SharedData data = new SharedData();
  private final Worker[] started;

  private record Worker(String name, KernelSet kernels, TrialRunner runner) {}

  /**
   * @param workers the most trials at a time, ≥ 1
   * @param keep run folders below {@code runs/}, or none: they are then made below {@code
   *     attempts/} and removed when their record is on the disk
   */
  public LocalLauncher(SweepFolder folder, LocalSetup setup, int workers, Keep keep) {
    this.folder = folder;
    this.setup = setup;
    this.workers = workers;
    this.keep = keep;
    started = new Worker[workers];
  }

  @Override
  public void run(List<Task> tasks, Watch watch) throws IOException {
    Reports reports = new Reports(watch);
    try (reports) {
      AtomicInteger next = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Math.min(workers, tasks.size()); i++) {
        int number = i;
        threads.add(
            Thread.ofPlatform()
                .name("sweep-worker-" + (number + 1))
                .start(() -> work(number, tasks, next, reports)));
      }
      threads.forEach(reports::join);
    }
    rethrow(reports.problem());
  }

  private void work(int number, List<Task> tasks, AtomicInteger next, Reports reports) {
    Deque<Reports.Done> ended = new ArrayDeque<>();
    try {
      Worker worker = worker(number);
      int index = next.getAndIncrement();
      while (index < tasks.size() && !reports.stop()) {
        run(tasks.get(index), worker, reports, ended);
        while (!ended.isEmpty() && ended.getFirst().isHandled()) {
          ended.removeFirst().removeFolder();
        }
        index = next.getAndIncrement();
      }
      for (Reports.Done last : ended) {
        last.await();
        last.removeFolder();
      }
    } catch (IOException | RuntimeException | Error e) {
      reports.fail(e); // the other workers end, and it is thrown
    }
  }

  /** The worker of this number; each number is one thread's at a time. */
  private Worker worker(int number) {
    if (started[number] == null) {
      String name = "local-" + (number + 1);
      KernelSet kernels = setup.kernels().get();
      TrialRunner runner =
          new TrialRunner(
              setup.slots().get(), kernels, setup.locations(), setup.finisher(), name, data, keep);
      started[number] = new Worker(name, kernels, runner);
    }
    return started[number];
  }

  private void run(Task task, Worker worker, Reports reports, Deque<Reports.Done> unremoved) {
    Path root = keep == Keep.RUNS ? folder.runs() : folder.attempts();
    reports.begun(task, worker.name());
    switch (worker.runner().attempt(task, root, true, reports.of(task), reports::interrupted)) {
      case Attempt.Left left -> reports.left(task, left.reason());
      case Attempt.Ended ended -> {
        Reports.Done done = reports.ended(task, ended);
        if (keep == Keep.RECORDS) {
          unremoved.add(done);
        }
      }
    }
  }

  private static void rethrow(Throwable problem) throws IOException {
    switch (problem) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(problem);
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < started.length; i++) {
      if (started[i] != null) {
        started[i].kernels().close();
        started[i] = null;
      }
    }
  }
}
