package vae.experiments.trained;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;

/** Tapes that differentiate nothing, one for each call in progress; they are used again. */
final class Sessions {

  private final KernelSet kernels;
  private final DType type;
  private final Queue<Tape> idle = new ConcurrentLinkedQueue<>();
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  Sessions(KernelSet kernels, DType type) {
    this.kernels = kernels;
    this.type = type;
  }

  /**
   * Computes on a tape that no other thread uses meanwhile.
   *
   * @throws IllegalStateException where they are closed
   */
  <T> T run(Function<Tape, T> work) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the trained model is closed; open it again");
      }
      Tape waiting = idle.poll();
      Tape tape = waiting == null ? newTape() : waiting;
      try {
        return work.apply(tape);
      } finally {
        tape.reset();
        idle.add(tape);
      }
    } finally {
      use.readLock().unlock();
    }
  }

  /** What is done with rows {@code from} to {@code from + count}, on a tape that was reset. */
  @FunctionalInterface
  interface Chunk {
    void at(Tape tape, int from, int count);
  }

  /** Visits n rows in chunks of at most so many. */
  void forEachChunk(int n, int most, Chunk chunk) {
    run(
        tape -> {
          for (int from = 0; from < n; from += most) {
            tape.reset();
            chunk.at(tape, from, Math.min(most, n - from));
          }
          return n;
        });
  }

  private Tape newTape() {
    Tape tape = Tape.of(kernels, type);
    tape.differentiate(false);
    return tape;
  }

  /**
   * Waits for the calls in progress; there are none afterwards.
   *
   * @return whether they were open
   */
  boolean close() {
    use.writeLock().lock();
    try {
      boolean open = !closed;
      closed = true;
      idle.forEach(Tape::close);
      idle.clear();
      return open;
    } finally {
      use.writeLock().unlock();
    }
  }
}
