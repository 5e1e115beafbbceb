package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM while a sweep runs: its trials leave checkpoints and end, then the process
 * does, saying how to go on.
 */
final class StopSignal implements AutoCloseable {

  /** A step of training, and a checkpoint of a large model, are over by then. */
  private static final long MOST_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean given;

  /**
   * @param message said when the sweep has stopped
   */
  StopSignal(PrintWriter err, String message) {
    hook =
        new Thread(
            () -> {
              given = true;
              try {
                if (!ended.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                  return;
                }
              } catch (InterruptedException e) {
                return;
              }
              err.println(message);
              err.flush();
            },
            "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was told to end. */
  boolean given() {
    return given;
  }

  /** The sweep has stopped, or ended. */
  @Override
  public void close() {
    if (!given) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        given = true; // the signal came just now
      }
    }
    ended.countDown();
  }
}
