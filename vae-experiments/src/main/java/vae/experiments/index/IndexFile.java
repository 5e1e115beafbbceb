package vae.experiments.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;

/**
 * The index on the disk: an SQLite database whose application id is the checksum of its other
 * bytes.
 *
 * <p>Always replaced whole and in one step, so that processes need no lock on each other: each
 * reads a file that someone wrote whole, and the last to write it wins. A file that is not what was
 * written is as good as none.
 */
final class IndexFile {

  /** Where SQLite's header has the application id, four bytes. */
  private static final int CHECKSUM = 68;

  private static final int HEADER = 100;

  /** A larger cache is not read into memory: it is made again, and not written. */
  private static final long MAX_BYTES = Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 8);

  private IndexFile() {}

  /** The database's bytes; empty where there is no file, or it is damaged or cannot be read. */
  static Optional<byte[]> read(FolderFile file) {
    try {
      if (!file.exists()) {
        return Optional.empty();
      }
      byte[] bytes = file.bytes(MAX_BYTES);
      boolean whole =
          bytes.length >= HEADER && ByteBuffer.wrap(bytes).getInt(CHECKSUM) == checksum(bytes);
      return whole ? Optional.of(bytes) : Optional.empty();
    } catch (IOException | FolderException e) {
      return Optional.empty();
    }
  }

  /** Replaces the file where the folder can be written; where it cannot, there is no cache. */
  static boolean write(FolderFile file, byte[] database) {
    if (database.length < HEADER || database.length > MAX_BYTES) {
      return false;
    }
    ByteBuffer.wrap(database).putInt(CHECKSUM, checksum(database));
    try {
      file.write(database);
      return true;
    } catch (IOException | FolderException e) {
      return false;
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CHECKSUM);
    crc.update(bytes, CHECKSUM + Integer.BYTES, bytes.length - CHECKSUM - Integer.BYTES);
    return (int) crc.getValue();
  }
}
