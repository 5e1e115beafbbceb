package vae.experiments.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * One writer's file of records below a sweep's {@code results/}: no two processes append to the
 * same one, on whatever machine they are.
 *
 * <p>A record is on the disk when {@link #append} returns. A process that ends while it writes
 * leaves at most a torn last line, which {@link Records} passes over.
 */
public final class RecordFile implements AutoCloseable {

  static final String SUFFIX = ".jsonl";

  private final Path file;
  private FileChannel out;

  private RecordFile(Path file) {
    this.file = file;
  }

  /** A new file in the folder; it is made with the first record. */
  public static RecordFile in(Path results) {
    return new RecordFile(results.resolve(UUID.randomUUID() + SUFFIX));
  }

  /** Adds a record and forces it to the disk. */
  public synchronized void append(TrialRecord record) throws IOException {
    if (out == null) {
      Files.createDirectories(file.getParent());
      out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND);
    }
    ByteBuffer line = ByteBuffer.wrap((record.json() + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      out.write(line);
    }
    out.force(true);
  }

  @Override
  public synchronized void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
