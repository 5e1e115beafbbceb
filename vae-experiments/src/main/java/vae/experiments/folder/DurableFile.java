package vae.experiments.folder;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files so that a reader sees the old file or the new one, whole, even after a power
 * failure: to a temporary file in the same folder, forced to the disk, then renamed in one step,
 * then the folder's entry forced too.
 *
 * <p>The temporary file is new and its name cannot be guessed, so nothing that lies in the folder
 * is written through. The static methods here take paths that a person named, whose folders may be
 * links; inside the folder of a run or sweep use {@link FolderFile#write(String)}.
 */
public final class DurableFile {

  /** Names of temporary files, those of version 0.1.0 included. */
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.tmp");

  private static final Set<OpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final FileAttribute<?>[] ANYONE = {};
  private static final FileAttribute<?>[] OWNER_ALONE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private static final SecureRandom RANDOM = new SecureRandom();

  private DurableFile() {}

  @FunctionalInterface
  public interface Content {

    /** Writes all of it; the file is empty before. */
    void writeTo(FileChannel out) throws IOException;
  }

  /**
   * Replaces a file, making its folder where it is missing.
   *
   * @throws UnwrittenFileException where the disk does not take it; the old file then stands, or
   *     the new one does whole
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, of(bytes));
  }

  /** Replaces a text file in UTF-8, as {@link #write(Path, byte[])} does. */
  public static void write(Path file, String text) throws IOException {
    write(file, of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Replaces a text file in UTF-8 that holds secrets, as {@link #write(Path, byte[])} does: it
   * never exists with other permissions than its owner's to read and write it.
   */
  public static void writePrivate(Path file, String text) throws IOException {
    write(file, of(text.getBytes(StandardCharsets.UTF_8)), OWNER_ALONE);
  }

  /** Replaces a text file in UTF-8 line by line, each ended by a line feed. */
  public static void writeLines(Path file, Stream<String> lines) throws IOException {
    write(file, of(lines));
  }

  /** Replaces a file, as {@link #write(Path, byte[])} does. */
  public static void write(Path file, Content content) throws IOException {
    write(file, content, ANYONE);
  }

  private static void write(Path file, Content content, FileAttribute<?>... permissions)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    try {
      makeFolder(folder);
      folder = folder.toRealPath();
    } catch (IOException e) {
      throw UnwrittenFileException.of(file, e);
    }
    replace(file, folder.resolve(file.getFileName()), content, permissions);
  }

  static Content of(byte[] bytes) {
    return out -> drain(ByteBuffer.wrap(bytes), out);
  }

  static Content of(Stream<String> lines) {
    return out -> {
      OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(out), 1 << 16);
      for (String line : (Iterable<String>) lines::iterator) {
        bytes.write(line.getBytes(StandardCharsets.UTF_8));
        bytes.write('\n');
      }
      bytes.flush();
    };
  }

  /** Replaces a file in a folder that is there. */
  static void replace(Path named, Path target, Content content, FileAttribute<?>... permissions)
      throws IOException {
    Path temporary = target.resolveSibling(temporaryName());
    boolean made = false;
    boolean renamed = false;
    try {
      try (FileChannel out = FileChannel.open(temporary, NEW, permissions)) {
        made = true;
        content.writeTo(out);
        out.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      renamed = true;
      forceFolder(target.getParent());
    } catch (IOException e) {
      throw UnwrittenFileException.of(named, e);
    } finally {
      if (made && !renamed) {
        discard(temporary);
      }
    }
  }

  /** A hidden name that cannot be guessed. */
  static String temporaryName() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return ".vae-" + HexFormat.of().formatHex(random) + ".tmp"; // 128 bits of a SecureRandom
  }

  /** Whether a file of that name is left over from a write that was interrupted. */
  static boolean isTemporary(String name) {
    return TEMPORARY.matcher(name).matches();
  }

  /** What cannot be removed now is swept when the run resumes. */
  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      return; // the failure that led here is the one to report
    }
  }

  public static void drain(ByteBuffer buffer, WritableByteChannel out) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /**
   * Makes a folder that a person named and those above it that are missing, and forces their
   * entries.
   */
  public static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      makeFolder(above);
    }
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    if (above != null) {
      forceFolder(above);
    }
  }

  /** Forces renames and removals in the folder; systems without POSIX need no such call. */
  public static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        throw UnwrittenFileException.of(folder, e);
      }
    }
  }
}
