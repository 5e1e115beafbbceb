package vae.experiments.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Reads a stream to its end in a thread of its own and keeps the last bytes, in a ring. */
final class Drain {

  private static final int CHUNK = 8192;

  private final int limit;
  private final Thread thread;
  private byte[] kept = new byte[CHUNK];
  private long total;

  Drain(InputStream stream, int limit) {
    this.limit = limit;
    this.thread = Thread.ofPlatform().daemon().name("drain").start(() -> read(stream));
  }

  private void read(InputStream stream) {
    byte[] chunk = new byte[CHUNK];
    try (stream) {
      for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
        keep(chunk, n);
      }
    } catch (IOException e) {
      // the stream was closed by the end of its process: what was read by then is all there is
    }
  }

  private synchronized void keep(byte[] chunk, int length) {
    for (int i = 0; i < length; i++) {
      int at = (int) (total % limit);
      if (at == kept.length) {
        kept = Arrays.copyOf(kept, Math.min(limit, 2 * kept.length));
      }
      kept[at] = chunk[i];
      total++;
    }
  }

  /** Waits for the stream's end: somebody else may hold it open for ever. */
  void await(Duration patience) throws InterruptedException {
    thread.join(patience);
  }

  synchronized Outcome.Printed printed() {
    int size = (int) Math.min(total, limit);
    byte[] last = new byte[size];
    for (int i = 0; i < size; i++) {
      last[i] = kept[(int) ((total - size + i) % limit)];
    }
    return new Outcome.Printed(new String(last, StandardCharsets.UTF_8), total > limit);
  }
}
