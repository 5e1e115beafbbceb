package vae.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.UnwrittenFileException;

/**
 * A file that is only appended to, and cut back to a mark when a run goes on from a checkpoint.
 *
 * <p>A {@link Mark} says how long the file was and the hash of what it held, so that a file that
 * was altered since is found out. What is appended lasts from the next {@link #force} on.
 */
final class GrowingFile {

  /**
   * A state of the file.
   *
   * @param bytes its length, ≥ 0
   * @param sha256 of its bytes, 64 hexadecimal digits
   */
  record Mark(long bytes, String sha256) {}

  private final Path file;
  private MessageDigest digest = Digest.sha256();
  private long bytes;

  /** For a file that is not there yet; {@link #cut} takes over one that is. */
  GrowingFile(Path file) {
    this.file = file;
  }

  /**
   * Appends text in UTF-8.
   *
   * @throws UnwrittenFileException where the disk does not take it; part of it may be there
   */
  void append(String text) throws IOException {
    byte[] added = text.getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      DurableFile.drain(ByteBuffer.wrap(added), out);
    } catch (IOException e) {
      throw UnwrittenFileException.of(file, e);
    }
    digest.update(added);
    bytes += added.length;
  }

  /** Makes all that was appended last, and says what that is. */
  Mark force() throws IOException {
    if (bytes > 0) {
      try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        out.force(true);
      } catch (IOException e) {
        throw UnwrittenFileException.of(file, e);
      }
      DurableFile.forceFolder(file.toAbsolutePath().getParent());
    }
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
   * The first bytes of the file, up to the mark.
   *
   * @throws CorruptFileException where the file does not begin with what the mark says
   */
  byte[] until(Mark mark) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (mark.bytes() < 0 || mark.bytes() > size || mark.bytes() > Integer.MAX_VALUE - 8) {
      throw new CorruptFileException(
          file, size, "expected at least %d bytes, got %d".formatted(mark.bytes(), size));
    }
    byte[] kept = new byte[0];
    if (mark.bytes() > 0) {
      try (InputStream in = Files.newInputStream(file)) {
        kept = in.readNBytes((int) mark.bytes());
      }
    }
    String found = HexFormat.of().formatHex(Digest.sha256().digest(kept));
    if (!found.equals(mark.sha256())) {
      throw new CorruptFileException(
          file,
          0,
          "expected its first %d bytes to have SHA-256 %s, got %s"
              .formatted(mark.bytes(), mark.sha256(), found));
    }
    return kept;
  }

  /**
   * Drops what was appended after the mark, in one step: being stopped meanwhile loses nothing.
   *
   * @throws CorruptFileException where the file does not begin with what the mark says
   */
  void cut(Mark mark) throws IOException {
    byte[] kept = until(mark);
    if (Files.exists(file) && Files.size(file) > kept.length) {
      DurableFile.write(file, kept);
    }
    digest = Digest.sha256();
    digest.update(kept);
    bytes = kept.length;
  }
}
