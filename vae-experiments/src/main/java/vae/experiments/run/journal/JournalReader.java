package vae.experiments.run.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.CorruptFileException;

/** Reads a journal record by record; a record that the file ends within is not there. */
public final class JournalReader implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final JournalLayout layout;

  private JournalReader(Path file, FileChannel channel, JournalLayout layout) {
    this.file = file;
    this.channel = channel;
    this.layout = layout;
  }

  /**
   * Opens a journal.
   *
   * @throws CorruptFileException where its header is damaged
   */
  public static JournalReader open(FolderFile file) throws IOException {
    FileChannel channel = file.channel();
    try {
      return new JournalReader(file.path(), channel, layout(file.path(), channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Opens a journal that a person named, as {@link #open(FolderFile)} does. */
  public static JournalReader open(Path file) throws IOException {
    return open(FolderFile.at(file));
  }

  /** Reads the header of an open journal. */
  public static JournalLayout layout(Path file, FileChannel channel) throws IOException {
    int length = JournalLayout.headerLength(file, bytes(channel, 0, 44));
    if (length > channel.size()) {
      throw new CorruptFileException(
          file, channel.size(), "expected a header of %d bytes".formatted(length));
    }
    return JournalLayout.read(file, bytes(channel, 0, length));
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // reads on
    }
    return bytes.flip();
  }

  public JournalLayout layout() {
    return layout;
  }

  /** Names of the parameters, in the order of the fingerprints. */
  public List<String> names() {
    return layout.names();
  }

  /**
   * The parameters' fingerprints after a step; empty where the step is not recorded.
   *
   * @throws CorruptFileException where another step stands in its place
   */
  public Optional<long[]> at(long step) throws IOException {
    if (!layout.records(step)) {
      return Optional.empty();
    }
    long offset = layout.offset(step);
    ByteBuffer record = bytes(channel, offset, layout.recordBytes());
    if (record.remaining() < layout.recordBytes()) {
      return Optional.empty();
    }
    long found = record.getLong();
    if (found != step) {
      throw new CorruptFileException(
          file, offset, "expected the record of step %d, got step %d".formatted(step, found));
    }
    long[] fingerprints = new long[layout.names().size()];
    record.asLongBuffer().get(fingerprints);
    return Optional.of(fingerprints);
  }

  /** Whether the file ends behind the records of steps up to this one. */
  public boolean endsWith(long step) throws IOException {
    return channel.size() == layout.endOf(step);
  }

  /** The last recorded step before this one, or the first. */
  public long before(long step) {
    return Math.max(layout.first(), (step - 1) / layout.stride() * layout.stride());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
