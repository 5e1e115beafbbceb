package vae.autodiff.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that shares the parts of one job at a time.
 *
 * <p>Part p belongs to the share of thread p mod {@link #threads()}, and the caller is thread 0. A
 * share is run by its own thread; or by the caller, if its thread has not begun it when the caller
 * has finished its own, so that a thread that others keep from running delays no small job. A part
 * must write outputs of its own only: then nothing that is computed depends on the number of
 * threads or on their timing.
 *
 * <p>A waiting thread spins for a tenth of a millisecond, which is more than lies between two
 * kernels of one training step, and then parks, so that a team on a machine shared with others
 * costs them little. A job handed over while the team is busy (from inside a part, or by another
 * caller) runs on the thread that hands it over. No call allocates.
 */
public final class Team implements AutoCloseable {

  /** A job of several independent parts. */
  @FunctionalInterface
  public interface Task {
    /**
     * Computes one part.
     *
     * @param part from 0 up to the number of parts, exclusive
     */
    void run(int part);
  }

  public static final int MAX_THREADS = 1024;

  private static final long SPIN_NANOS = 100_000;
  private static final int SPINS_PER_CLOCK_READING = 16;

  /** Distance of two threads' cells, in ints: two cache lines, against false sharing. */
  private static final int CELL = 32;

  // What a worker's cell of offers holds.
  private static final int NOTHING = 0;
  private static final int SHARE = 1;
  private static final int CLOSED = 2;

  private final int threads;
  private final long spinNanos;
  private final Thread[] workers;

  /** One cell per thread: who turns SHARE into NOTHING has to run that thread's share. */
  private final AtomicIntegerArray offers;

  /** One cell per thread: 1 while it is parked or about to park. */
  private final AtomicIntegerArray parked;

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicInteger unfinished = new AtomicInteger();

  private volatile boolean closed;

  // Written by the caller before its offers and read by the workers once they have taken one.
  private Task task;
  private int parts;
  private Thread caller;

  // Guarded by this: what went wrong in the part of the lowest number.
  private Throwable failure;
  private int failedPart;

  private Team(int threads) {
    this.threads = threads;
    this.spinNanos = threads <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    this.workers = new Thread[threads];
    this.offers = new AtomicIntegerArray(threads * CELL);
    this.parked = new AtomicIntegerArray(threads * CELL);
    for (int thread = 1; thread < threads; thread++) {
      int index = thread;
      workers[thread] =
          Thread.ofPlatform().daemon().name("vae-team-" + index).unstarted(() -> serve(index));
    }
  }

  /**
   * Starts a team.
   *
   * @param threads 1 to {@link #MAX_THREADS}, the caller's own included; 1 starts no thread
   */
  public static Team of(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads: expected 1 to "
              + MAX_THREADS
              + ", got "
              + threads
              + "; the number of cores is a good choice");
    }
    Team team = new Team(threads);
    for (int thread = 1; thread < threads; thread++) {
      team.workers[thread].start();
    }
    return team;
  }

  /** The number of threads, the caller's own included. */
  public int threads() {
    return threads;
  }

  /**
   * Runs every part of a task and returns when all have ended.
   *
   * <p>When parts throw, the rest of the share is skipped, and the exception of the lowest part
   * that failed is thrown here.
   *
   * @param parts at least 0
   * @throws IllegalStateException if the team is closed
   */
  public void run(int parts, Task task) {
    if (closed) {
      throw new IllegalStateException(
          "expected an open team, got a closed one; close a team after its last job");
    }
    if (threads == 1 || parts <= 1 || !busy.compareAndSet(false, true)) {
      for (int part = 0; part < parts; part++) {
        task.run(part);
      }
      return;
    }
    try {
      share(parts, task);
    } finally {
      this.task = null;
      this.caller = null;
      this.failure = null;
      busy.set(false);
    }
  }

  private void share(int parts, Task task) {
    int helpers = Math.min(threads, parts) - 1;
    this.task = task;
    this.parts = parts;
    this.caller = Thread.currentThread();
    unfinished.set(helpers);
    for (int thread = 1; thread <= helpers; thread++) {
      offer(thread, SHARE);
    }
    runShareOf(0);
    // Backwards: the last to be called is the least likely to have begun.
    for (int thread = helpers; thread > 0; thread--) {
      if (offers.compareAndSet(thread * CELL, SHARE, NOTHING)) {
        runShareOf(thread);
        unfinished.decrementAndGet();
      }
    }
    awaitHelpers();
    switch (failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new IllegalStateException("a part threw " + other, other);
    }
  }

  private void offer(int thread, int what) {
    offers.set(thread * CELL, what);
    if (parked.get(thread * CELL) != 0) {
      LockSupport.unpark(workers[thread]);
    }
  }

  private void runShareOf(int thread) {
    int part = thread;
    try {
      for (; part < parts; part += threads) {
        task.run(part);
      }
    } catch (Throwable thrown) {
      record(part, thrown);
    }
  }

  private synchronized void record(int part, Throwable thrown) {
    if (failure == null || part < failedPart) {
      failure = thrown;
      failedPart = part;
    }
  }

  private void serve(int thread) {
    while (awaitOffer(thread) != CLOSED) {
      if (offers.compareAndSet(thread * CELL, SHARE, NOTHING)) {
        runShareOf(thread);
        // Read before the count falls: afterwards another caller may have taken its place.
        Thread waiting = caller;
        if (unfinished.decrementAndGet() == 0 && parked.get(0) != 0) {
          LockSupport.unpark(waiting);
        }
      }
    }
  }

  private int awaitOffer(int thread) {
    int cell = thread * CELL;
    while (true) {
      long start = System.nanoTime();
      do {
        for (int spin = 0; spin < SPINS_PER_CLOCK_READING; spin++) {
          int offer = offers.get(cell);
          if (offer != NOTHING) {
            return offer;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() - start < spinNanos);
      parked.set(cell, 1);
      if (offers.get(cell) == NOTHING) {
        LockSupport.park(this);
      }
      parked.set(cell, 0);
      // Parking returns at once for an interrupted thread, and nobody has a use for the interrupt.
      Thread.interrupted();
    }
  }

  private void awaitHelpers() {
    long start = System.nanoTime();
    do {
      for (int spin = 0; spin < SPINS_PER_CLOCK_READING; spin++) {
        if (unfinished.get() == 0) {
          return;
        }
        Thread.onSpinWait();
      }
    } while (System.nanoTime() - start < spinNanos);
    parked.set(0, 1);
    // Parking returns at once for an interrupted thread: remember the interrupt, give it back.
    boolean interrupted = false;
    while (unfinished.get() != 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    parked.set(0, 0);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the threads and waits until they have ended; a second call does nothing.
   *
   * @throws IllegalStateException if a job is running
   */
  @Override
  public void close() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("expected an idle team, got one that runs a job");
    }
    closed = true;
    try {
      for (int thread = 1; thread < threads; thread++) {
        offer(thread, CLOSED);
      }
      for (int thread = 1; thread < threads; thread++) {
        join(workers[thread]);
      }
    } finally {
      busy.set(false);
    }
  }

  private static void join(Thread worker) {
    boolean interrupted = false;
    while (worker.isAlive()) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
