package vae.experiments.sweep.local;

import java.io.IOException;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.training.Progress;

/** What the workers tell their watch, one after the other. */
final class Reports {

  /** Steps are told of this often at most: trials may take thousands a second. */
  private static final long BETWEEN_STEPS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Launcher.Watch watch;

  Reports(Launcher.Watch watch) {
    this.watch = watch;
  }

  boolean stop() {
    return watch.stop() || watch.interrupted();
  }

  boolean interrupted() {
    return watch.interrupted();
  }

  synchronized void begun(Task task, String worker) {
    watch.begun(task, worker);
  }

  synchronized void left(Task task, String reason) {
    watch.left(task, reason);
  }

  synchronized void ended(Task task, TrialRecord record) throws IOException {
    watch.ended(task, record);
  }

  private synchronized void step(Task task, long step, long steps) {
    watch.step(task, step, steps);
  }

  private synchronized void epoch(Task task, int epoch, SortedMap<String, Double> metrics) {
    watch.epoch(task, epoch, metrics);
  }

  /** Tells how far the task is; its first steps only where they take long. */
  Progress of(Task task) {
    return new Progress() {

      private long told = System.nanoTime();

      @Override
      public void step(long step, long steps) {
        long now = System.nanoTime();
        if (now - told >= BETWEEN_STEPS) {
          told = now;
          Reports.this.step(task, step, steps);
        }
      }

      @Override
      public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
        Reports.this.epoch(task, epoch, metrics);
      }
    };
  }
}
