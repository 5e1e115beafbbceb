package vae.experiments.sweep.spark;

import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.worker.ClusterWorker;
import vae.experiments.sweep.worker.WorkOrder;

/**
 * What a task does on an executor: orders in, a line each; records out, a line each. Only text
 * travels.
 *
 * <p>Nothing is thrown for what a trial meets: a task that throws is repeated and in the end takes
 * its job with it.
 */
final class TrialsTask implements Function<String, String> {

  private static final long serialVersionUID = 1L;

  /** In front of what makes the whole sweep impossible. */
  static final String IMPOSSIBLE = "impossible: ";

  private final String settings;

  TrialsTask(String settings) {
    this.settings = settings;
  }

  @Override
  public String call(String orders) {
    TaskContext task = TaskContext.get();
    String name =
        "executor "
            + SparkEnv.get().executorId()
            + " on "
            + SparkEnv.get().blockManager().blockManagerId().host();
    try (ExecutorWorkers.Lease lease = ExecutorWorkers.lease(settings, task.cpus(), name)) {
      ClusterWorker worker = lease.worker();
      return orders
          .lines()
          .map(order -> worker.run(WorkOrder.of(order)).json().toString())
          .collect(Collectors.joining("\n"));
    } catch (RunFolderException e) {
      return IMPOSSIBLE + e.getMessage();
    }
  }
}
