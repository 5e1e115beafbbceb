package vae.experiments.sweep.spark;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkFiles;
import vae.experiments.run.SharedData;
import vae.experiments.sweep.worker.ClusterWorker;
import vae.experiments.sweep.worker.WorkerSettings;
import vae.experiments.wiring.Plugins;

/**
 * The workers of an executor's process, one for each of its tasks that run at a time. They last as
 * long as the process does: kernels are started and components found once, not for every trial.
 */
final class ExecutorWorkers {

  private static final Map<String, ExecutorWorkers> BY_SETTINGS = new HashMap<>();

  private final WorkerSettings settings;
  private final SharedData data = new SharedData();
  private final Deque<ClusterWorker> idle = new ArrayDeque<>();

  private ExecutorWorkers(String text) {
    WorkerSettings told = WorkerSettings.of(text);
    settings =
        told.withPlugins(
            told.plugins().stream().map(jar -> Path.of(SparkFiles.get(jar.toString()))).toList());
  }

  record Lease(ExecutorWorkers from, ClusterWorker worker) implements AutoCloseable {

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

  private synchronized ClusterWorker take(int threads, String name) {
    ClusterWorker worker = idle.poll();
    return worker == null
        ? new ClusterWorker(
            settings, Plugins.load(settings.plugins()), data, Math.max(1, threads), name)
        : worker;
  }

  private synchronized void giveBack(ClusterWorker worker) {
    idle.push(worker);
  }
}
