package vae.experiments.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.UnwrittenFileException;

/**
 * One writer's file of records below a sweep's {@code results/}: no two processes append to the
 * same one, on whatever machine they are.
 *
 * <p>A record is on the disk when {@link #append} returns. A process that ends while it writes
 * leaves at most a torn last line, which {@link Records} passes over.
 */
public final class RecordFile implements AutoCloseable {

  static final String SUFFIX = ".jsonl";

  private Path file;
  private FileChannel out;

  private RecordFile(Path file) {
    this.file = file;
  }

  /** A new file in the folder; it is made with the first record. */
  public static RecordFile in(Path results) {
    return new RecordFile(unique(results));
  }

  private static Path unique(Path results) {
    return results.resolve(UUID.randomUUID() + SUFFIX);
  }

  public void append(TrialRecord record) throws IOException {
    append(List.of(record));
  }

  /**
   * Adds records and forces them to the disk together.
   *
   * @throws UnwrittenFileException where the disk does not take them; later ones go to a new file,
   *     as half a record would spoil the next
   */
  public synchronized void append(List<TrialRecord> records) throws IOException {
    if (records.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(record.json()).append('\n'));
    ByteBuffer lines = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    try {
      open();
      DurableFile.drain(lines, out);
      out.force(true);
    } catch (IOException e) {
      UnwrittenFileException unwritten = UnwrittenFileException.of(file, e);
      close();
      out = null;
      file = unique(file.getParent());
      throw unwritten;
    }
  }

  private void open() throws IOException {
    if (out == null) {
      Path results = file.toAbsolutePath().getParent();
      Folder folder = Folder.make(results.getParent()).makeFolder(results.getFileName().toString());
      out = folder.file(file.getFileName().toString()).append();
      folder.force();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
