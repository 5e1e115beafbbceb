package vae.experiments.run.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.UnwrittenFileException;

/**
 * A file that is only appended to, and cut back to a mark when a run resumes from a checkpoint.
 *
 * <p>A {@link Mark} says how long the file was and the hash of what it held, so that a file that
 * was altered since is found out. What is appended lasts from the next {@link #force} on. The file
 * is read in a stream, however long it is.
 */
public final class GrowingFile {

  private static final int CHUNK = 1 << 20;

  /**
   * A state of the file.
   *
   * @param bytes its length, ≥ 0
   * @param sha256 of its bytes, 64 hexadecimal digits
   */
  public record Mark(long bytes, String sha256) {}

  private final FolderFile file;
  private MessageDigest digest = Digest.sha256();
  private long bytes;

  /** For a file that is not there yet; {@link #cut} takes over one that is. */
  public GrowingFile(FolderFile file) {
    this.file = file;
  }

  /**
   * Appends text in UTF-8.
   *
   * @throws UnwrittenFileException where the disk does not take it; part of it may be there
   */
  public void append(String text) throws IOException {
    byte[] added = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel out = file.append()) {
      DurableFile.drain(ByteBuffer.wrap(added), out);
    } catch (IOException e) {
      throw UnwrittenFileException.of(file.path(), e);
    }
    digest.update(added);
    bytes += added.length;
  }

  /** Forces appended bytes to the disk and returns a mark of this state. */
  public Mark force() throws IOException {
    if (bytes > 0) {
      file.force();
    }
    return mark();
  }

  private Mark mark() {
    return new Mark(bytes, HexFormat.of().formatHex(copy(digest).digest()));
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every Java platform can be copied", e);
    }
  }

  /**
   * Takes the file as it was at the mark, without changing it.
   *
   * @throws CorruptFileException where the file does not begin with what the mark says
   */
  public void require(Mark mark) throws IOException {
    long size = file.exists() ? file.size() : 0;
    if (mark.bytes() < 0 || mark.bytes() > size) {
      throw new CorruptFileException(
          file.path(), size, "expected at least %d bytes, got %d".formatted(mark.bytes(), size));
    }
    MessageDigest found = Digest.sha256();
    if (mark.bytes() > 0) {
      read(mark.bytes(), chunk -> found.update(chunk));
    }
    digest = found;
    bytes = mark.bytes();
    if (!mark().equals(mark)) {
      throw new CorruptFileException(
          file.path(),
          0,
          "expected its first %d bytes to have SHA-256 %s, got %s"
              .formatted(mark.bytes(), mark.sha256(), mark().sha256()));
    }
  }

  /** Takes a piece of the file. */
  @FunctionalInterface
  private interface Sink {

    void take(ByteBuffer chunk) throws IOException;
  }

  private void read(long count, Sink sink) throws IOException {
    byte[] chunk = new byte[(int) Math.min(CHUNK, count)];
    try (InputStream in = file.input()) {
      for (long left = count; left > 0; ) {
        int got = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (got < 0) {
          throw new CorruptFileException(
              file.path(), count - left, "expected %d more bytes, got its end".formatted(left));
        }
        sink.take(ByteBuffer.wrap(chunk, 0, got));
        left -= got;
      }
    }
  }

  /**
   * Drops what was appended after the mark, in one step: being stopped meanwhile loses nothing.
   *
   * @throws CorruptFileException where the file does not begin with what the mark says
   */
  public void cut(Mark mark) throws IOException {
    require(mark);
    if (file.exists() && file.size() > mark.bytes()) {
      file.write(out -> read(mark.bytes(), chunk -> DurableFile.drain(chunk, out)));
    }
  }
}
