package vae.experiments.sweep.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.sweep.Attempt;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.training.Progress;

/**
 * What the workers tell their watch.
 *
 * <p>Records go to the disk from a thread of their own, all that wait at once: a worker continues
 * meanwhile, and how long the disk takes for one record does not bound how many there are a second.
 */
final class Reports implements AutoCloseable {

  /** Steps are told of this often at most: trials may take thousands a second. */
  private static final long BETWEEN_STEPS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Records that may wait for the disk. */
  private static final int MAX_WAITING = 64;

  private final Launcher.Watch watch;
  private final BlockingQueue<Done> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Thread recorder;
  private volatile Throwable broken;

  static final class Done {

    private final Task task;
    private final Attempt.Ended attempt;
    private final CountDownLatch handled = new CountDownLatch(1);
    private volatile boolean recorded;

    private Done(Task task, Attempt.Ended attempt) {
      this.task = task;
      this.attempt = attempt;
    }

    boolean isHandled() {
      return handled.getCount() == 0;
    }

    void await() {
      untilDone(handled::await, _ -> {});
    }

    /** Removes the folder of a run that has ended, where its record is on the disk. */
    void removeFolder() throws IOException {
      if (recorded && attempt.record().status().isFinal()) {
        try (RunFolder folder = RunFolder.ownTemporary(attempt.folder().orElseThrow())) {
          folder.delete();
        }
      }
    }
  }

  Reports(Launcher.Watch watch) {
    this.watch = watch;
    recorder = Thread.ofPlatform().name("sweep-recorder").start(this::record);
  }

  boolean stop() {
    return broken != null || watch.stop() || watch.interrupted();
  }

  boolean interrupted() {
    return broken != null || watch.interrupted();
  }

  void fail(Throwable problem) {
    if (broken == null) {
      broken = problem;
    }
  }

  void begun(Task task, String worker) {
    watch.begun(task, worker);
  }

  void left(Task task, String reason) {
    watch.left(task, reason);
  }

  /**
   * Hands the record on. A failure is counted before this returns: it may be the last one that is
   * allowed.
   */
  Done ended(Task task, Attempt.Ended attempt) {
    Done done = new Done(task, attempt);
    put(done);
    if (attempt.record().status() == TrialRecord.Status.FAILED) {
      done.await();
    }
    return done;
  }

  /** The recorder takes until the last one, whatever it meets: there will be room. */
  private void put(Done done) {
    untilDone(() -> waiting.put(done), _ -> {});
  }

  /** Waits for the thread; where this one is interrupted, nothing further begins. */
  void join(Thread thread) {
    untilDone(thread::join, e -> fail(new IOException("interrupted while trials ran", e)));
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }

  /** Waits to the end, and is interrupted afterwards where it was meanwhile. */
  private static void untilDone(Waiting waiting, Consumer<InterruptedException> interrupted) {
    boolean again = false;
    while (true) {
      try {
        waiting.run();
        break;
      } catch (InterruptedException e) {
        again = true;
        interrupted.accept(e);
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  private void record() {
    List<Done> batch = new ArrayList<>();
    boolean recording = true;
    boolean more = true;
    while (more) {
      batch.clear();
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        fail(e);
        continue; // the workers end, and what they were at comes still
      }
      waiting.drainTo(batch);
      more = batch.stream().noneMatch(done -> done.task == null);
      batch.removeIf(done -> done.task == null);
      if (recording) {
        try {
          record(batch);
        } catch (IOException e) {
          fail(e); // the workers end, and the watch reports what they were at
        } catch (RuntimeException | Error e) {
          recording = false;
          fail(e);
        }
      }
      batch.forEach(done -> done.handled.countDown());
    }
  }

  private void record(List<Done> batch) throws IOException {
    watch.ended(
        batch.stream().map(it -> new Launcher.Ended(it.task, it.attempt.record())).toList());
    batch.forEach(done -> done.recorded = true);
  }

  /** Tells how far the task is; its first steps only where they take long. */
  Progress of(Task task) {
    return new Progress() {

      private long told = System.nanoTime();

      @Override
      public void loaded(String sha256) {
        watch.loaded(task, sha256);
      }

      @Override
      public void step(long step, long steps) {
        long now = System.nanoTime();
        if (now - told >= BETWEEN_STEPS) {
          told = now;
          watch.step(task, step, steps);
        }
      }

      @Override
      public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
        watch.epoch(task, epoch, metrics);
      }
    };
  }

  Throwable problem() {
    return broken;
  }

  /** Waits until all that ended is recorded. */
  @Override
  public void close() {
    put(new Done(null, null));
    join(recorder);
  }
}
