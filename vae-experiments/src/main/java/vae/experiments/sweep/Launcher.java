package vae.experiments.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where the trials of a sweep run: workers of this process, a cluster's tasks.
 *
 * <p>A launcher decides when and where, never what: a trial's bits are the same everywhere.
 */
public interface Launcher extends AutoCloseable {

  /**
   * Runs the tasks, in any order, and tells of each as soon as it is known.
   *
   * <p>Returns when all of them were told of, or, once {@link Watch#stop} is true, when those that
   * had begun were.
   *
   * @throws IOException where the sweep's folder cannot be written, or the cluster is lost; what
   *     was told of before stays
   */
  void run(List<Task> tasks, Watch watch) throws IOException;

  /** Gives back what it holds: threads, a session of a cluster. */
  @Override
  default void close() {}

  record Ended(Task task, TrialRecord record) {}

  /** Is told what becomes of tasks, by several threads at once. */
  interface Watch {

    /** A worker has begun a task; where attempts overlap or are repeated, each time. */
    default void begun(Task task, String worker) {}

    /** The hash that the task's data must have; empty where it is not known yet. */
    default Optional<String> data(Task task) {
      return Optional.empty();
    }

    /**
     * A task's data are loaded, and it has not begun to train on them.
     *
     * @throws ChangedDataException where the sweep's other trials trained on others
     */
    default void loaded(Task task, String sha256) {}

    default void step(Task task, long step, long steps) {}

    /** An epoch of training is done; metrics of held-out data are there where it was evaluated. */
    default void epoch(Task task, int epoch, SortedMap<String, Double> metrics) {}

    /**
     * A task that had begun is left unfinished: it was interrupted, or another process works on it.
     */
    default void left(Task task, String reason) {}

    /** A task has ended; its record is durable when this returns. */
    void ended(Task task, TrialRecord record) throws IOException;

    /** Tasks have ended; their records are durable when this returns. */
    default void ended(List<Ended> tasks) throws IOException {
      for (Ended each : tasks) {
        ended(each.task(), each.record());
      }
    }

    /** Whether no further task is to begin. */
    default boolean stop() {
      return false;
    }

    /** Whether those that have begun are to be left too, each at a checkpoint. */
    default boolean interrupted() {
      return false;
    }
  }
}
