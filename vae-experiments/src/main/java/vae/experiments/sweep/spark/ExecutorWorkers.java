package vae.experiments.sweep.spark;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkFiles;
import vae.experiments.sweep.attempt.Worker;
import vae.experiments.sweep.attempt.WorkerSettings;
import vae.experiments.wiring.Plugins;
import vae.experiments.wiring.Slots;

/**
 * The workers of an executor's process, one for each of its tasks that run at a time. They last as
 * long as the process does: kernels are started and components found once, not for every trial.
 */
final class ExecutorWorkers {

  private static final Map<String, ExecutorWorkers> BY_SETTINGS = new HashMap<>();

  private final WorkerSettings settings;
  private final Slots slots;
  private final Deque<Worker> idle = new ArrayDeque<>();

  private ExecutorWorkers(String text) {
    WorkerSettings told = WorkerSettings.of(text);
    List<Path> sent =
        told.plugins().stream().map(jar -> Path.of(SparkFiles.get(jar.toString()))).toList();
    settings = told.withPlugins(sent);
    slots = Plugins.load(sent);
  }

  /** A worker that is a task's until it is closed. */
  record Lease(ExecutorWorkers from, Worker worker) implements AutoCloseable {

    @Override
    public void close() {
      from.giveBack(worker);
    }
  }

  /** A worker with these settings; an idle one where there is one. */
  static Lease lease(String settings, int threads, String name) {
    ExecutorWorkers workers;
    synchronized (BY_SETTINGS) {
      workers = BY_SETTINGS.computeIfAbsent(settings, ExecutorWorkers::new);
    }
    return new Lease(workers, workers.take(threads, name));
  }

  private synchronized Worker take(int threads, String name) {
    Worker worker = idle.poll();
    return worker == null ? new Worker(settings, slots, Math.max(1, threads), name) : worker;
  }

  private synchronized void giveBack(Worker worker) {
    idle.push(worker);
  }
}
