package vae.experiments.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Writes files so that whoever looks sees the old file or the new one, whole, even after a power
 * cut: to a temporary file in the same folder, forced to the disk, then renamed in one step, then
 * the folder's entry forced too.
 *
 * <p>Every file of a run folder is written here but those that grow ({@link GrowingFile}). What is
 * done to the disk goes through the path's own file system.
 */
public final class DurableFile {

  /** How the name of a file ends that is not whole yet; a dot stands in front of it. */
  static final String TEMPORARY = ".tmp";

  private DurableFile() {}

  /** Writes bytes into a new file. */
  @FunctionalInterface
  interface Content {

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
    write(file, out -> drain(ByteBuffer.wrap(bytes), out));
  }

  /** Replaces a text file in UTF-8, as {@link #write(Path, byte[])} does. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a text file in UTF-8 line by line, each ended by a line feed. */
  public static void writeLines(Path file, Stream<String> lines) throws IOException {
    write(
        file,
        out -> {
          OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(out), 1 << 16);
          for (String line : (Iterable<String>) lines::iterator) {
            bytes.write(line.getBytes(StandardCharsets.UTF_8));
            bytes.write('\n');
          }
          bytes.flush();
        });
  }

  /** Replaces a file, as {@link #write(Path, byte[])} does. */
  static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Path temporary = folder.resolve("." + target.getFileName() + TEMPORARY);
    boolean renamed = false;
    try {
      makeFolder(folder);
      try (FileChannel out =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(out);
        out.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      renamed = true;
      forceFolder(folder);
    } catch (IOException e) {
      throw UnwrittenFileException.of(file, e);
    } finally {
      if (!renamed) {
        discard(temporary);
      }
    }
  }

  /** What cannot be removed now is swept when the run goes on. */
  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      return; // the failure that led here is the one to report
    }
  }

  /** Writes all that remains of the buffer. */
  public static void drain(ByteBuffer buffer, FileChannel out) throws IOException {
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  /** Makes a folder and those above it that are missing, and forces their entries. */
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

  /** Makes renames and removals in the folder last; systems without POSIX need no such call. */
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
