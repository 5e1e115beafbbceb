package vae.data.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * A file whose content is read where it lies, and what its file system last said about it: tells
 * whether the content may have changed without reading it.
 */
public final class MappedFile {

  /** A file system may give changes that follow each other faster than this the same time. */
  private static final long TICK_MILLIS = 2_000;

  private final Path path;
  private final long bytes;
  private volatile Stamp known;

  /** What a file system says about a file; {@code settled} where every later change shows. */
  public record Stamp(
      boolean there, long size, FileTime modified, FileTime changed, Object key, boolean settled) {}

  /**
   * @param bytes of the file that are in use, from its beginning
   */
  MappedFile(Path path, long bytes) {
    this.path = path;
    this.bytes = bytes;
    known = stamp();
  }

  public Path path() {
    return path;
  }

  /**
   * What the file system says now.
   *
   * @throws DataException where the file is shorter than what is in use of it
   */
  public Stamp look() {
    Stamp now = stamp();
    if (now.there && now.size < bytes && Objects.equals(now.key, known.key)) {
      throw truncated(null);
    }
    return now;
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes all = Files.readAttributes(path, BasicFileAttributes.class);
      boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
      FileTime changed =
          unix ? (FileTime) Files.getAttribute(path, "unix:ctime") : all.lastModifiedTime();
      long newest = Math.max(all.lastModifiedTime().toMillis(), changed.toMillis());
      boolean settled = newest < System.currentTimeMillis() - TICK_MILLIS;
      return new Stamp(true, all.size(), all.lastModifiedTime(), changed, all.fileKey(), settled);
    } catch (IOException e) {
      FileTime never = FileTime.fromMillis(0);
      return new Stamp(
          false, 0, never, never, null, false); // moved away: the content is still ours
    }
  }

  /** Whether the content is surely what it was when it was last known. */
  public boolean isUntouched(Stamp now) {
    return known.settled && known.equals(now);
  }

  /** Takes note that the content was known after the file system said this. */
  public void know(Stamp before) {
    known = before;
  }

  /** The complaint where bytes in use are gone. */
  DataException truncated(InternalError cause) {
    DataException gone =
        new DataException(
            path.toString(),
            "the file was made shorter while it was in use: expected at least " + bytes + " bytes",
            "Leave data files as they are while a run uses them; restore the file and run again.");
    gone.initCause(cause);
    return gone;
  }
}
