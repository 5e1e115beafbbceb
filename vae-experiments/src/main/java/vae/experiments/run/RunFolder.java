package vae.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import vae.experiments.spec.ExperimentSpec;

/**
 * The folder of a run, {@code runs/<name>-<id>/}, owned by one process at a time.
 *
 * <p>Ownership is a lock of the operating system on {@code .lock}: it ends with the process,
 * however that ends. Files are replaced in one step: a reader sees the old or the new one.
 */
public final class RunFolder implements AutoCloseable {

  /** The name of the file that is written last. */
  static final String MANIFEST = "MANIFEST.sha256";

  private static final String LOCK = ".lock";

  /**
   * Real paths of the folders that this process owns. The operating system's lock is the process's:
   * closing any channel on the file gives it up, so a second owner in here must not open one.
   */
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final Path real;
  private final FileChannel channel;
  private final FileLock lock;

  private RunFolder(Path path, Path real, FileChannel channel, FileLock lock) {
    this.path = path;
    this.real = real;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * The folder of a run below the root.
   *
   * @param name 1 to 100 of {@code A-Z a-z 0-9 . _ -}, no dot in front
   * @param id the run's identity
   * @throws vae.core.spec.SpecException where the name could lead elsewhere
   */
  public static Path path(Path root, String name, String id) {
    ExperimentSpec.requireName(name);
    return root.resolve(name + "-" + id);
  }

  /**
   * Makes the folder where it is missing and takes it.
   *
   * @throws RunFolderException where another process, or another owner in this one, has it
   */
  public static RunFolder own(Path path) throws IOException {
    return own(path, "run");
  }

  /**
   * Makes the folder where it is missing and takes it.
   *
   * @param what it is the folder of, for the complaint
   * @throws RunFolderException where another process, or another owner in this one, has it
   */
  public static RunFolder own(Path path, String what) throws IOException {
    DurableFile.makeFolder(path);
    DurableFile.forceFolder(path.toAbsolutePath().getParent());
    return take(path, what);
  }

  /**
   * Takes a folder that is removed before anyone relies on it after a power cut: made where it is
   * missing, and not forced to the disk.
   *
   * @throws RunFolderException where another process, or another owner in this one, has it
   */
  public static RunFolder ownTemporary(Path path) throws IOException {
    Files.createDirectories(path);
    return take(path, "run");
  }

  private static RunFolder take(Path path, String what) throws IOException {
    Path real = path.toRealPath();
    if (!OWNED.add(real)) {
      throw RunFolderException.taken(path, what);
    }
    try {
      FileChannel channel =
          FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new RunFolder(path, real, channel, lock(channel, path, what));
    } catch (IOException | RuntimeException | Error e) {
      OWNED.remove(real);
      throw e;
    }
  }

  private static FileLock lock(FileChannel channel, Path path, String what) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw RunFolderException.taken(path, what); // this class was loaded twice in one process
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw RunFolderException.taken(path, what);
    }
    return lock;
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** A file in the folder. */
  public Path file(String name) {
    return path.resolve(name);
  }

  /** Replaces a text file in one step. */
  public void write(String name, String text) throws IOException {
    DurableFile.write(path.resolve(name), text);
  }

  /** Removes everything but the lock: a run starts afresh. */
  public void clear() throws IOException {
    for (Path file : below(path)) {
      if (!file.equals(path) && !file.equals(path.resolve(LOCK))) {
        Files.delete(file);
      }
    }
  }

  /** Removes temporary files that a process left when it ended while it wrote them. */
  public void sweep() throws IOException {
    for (Path file : below(path)) {
      String name = file.getFileName().toString();
      if (name.startsWith(".") && name.endsWith(DurableFile.TEMPORARY)) {
        Files.delete(file);
      }
    }
  }

  /** Removes the folder with all that is in it. */
  public void delete() throws IOException {
    clear();
    close();
    Files.deleteIfExists(path.resolve(LOCK));
    Files.deleteIfExists(path);
  }

  /** Writes {@code MANIFEST.sha256}: hash and name of every file, in the format of sha256sum. */
  public void writeManifest() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Path file : below(path).reversed()) {
      String name = path.relativize(file).toString().replace('\\', '/');
      boolean hidden = file.getFileName().toString().startsWith(".");
      if (Files.isRegularFile(file) && !hidden && !name.equals(MANIFEST)) {
        lines.append(Digest.ofFile(file)).append("  ").append(name).append('\n');
      }
    }
    write(MANIFEST, lines.toString());
  }

  /** Everything below the folder, deepest first. */
  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    }
  }

  /** Gives the folder up. */
  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
      channel.close();
      OWNED.remove(real);
    }
  }
}
