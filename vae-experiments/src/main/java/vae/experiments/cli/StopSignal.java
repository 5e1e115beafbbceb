package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * SIGINT and SIGTERM while something trains: it leaves a checkpoint and ends, then the process
 * does, saying how to continue.
 *
 * <p>The process ends with the signal's own exit code, 130 or 143, whatever the command returns.
 */
final class StopSignal implements AutoCloseable {

  /** A step of training, and a checkpoint of a large model, are over by then. */
  private static final long MAX_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean given;

  StopSignal(PrintWriter err, Supplier<String> message) {
    hook =
        new Thread(
            () -> {
              given = true;
              try {
                if (!ended.await(MAX_SECONDS, TimeUnit.SECONDS)) {
                  return;
                }
              } catch (InterruptedException e) {
                return;
              }
              String text = message.get();
              if (!text.isEmpty()) {
                err.println(text);
                err.flush();
              }
            },
            "stop-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean given() {
    return given;
  }

  /** From here on the process need not wait: nothing of worth is lost where it ends at once. */
  void needNotWait() {
    ended.countDown();
  }

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
