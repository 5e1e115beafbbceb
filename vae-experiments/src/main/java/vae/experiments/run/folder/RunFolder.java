package vae.experiments.run.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.spec.ExperimentSpec;

/**
 * The folder of a run, {@code runs/<name>-<id>/}, owned by one process at a time.
 *
 * <p>Ownership is a lock of the operating system on {@code .lock}: it ends with the process,
 * however that ends. Files are replaced in one step: a reader sees the old or the new one.
 */
public final class RunFolder implements AutoCloseable {

  /** The name of the file that is written last. */
  public static final String MANIFEST = "MANIFEST.sha256";

  /** The folder of what callbacks write, in a run's. */
  public static final String CALLBACKS = "callbacks";

  private static final String LOCK = ".lock";

  /**
   * Real paths of the folders that this process owns. The operating system's lock is the process's:
   * closing any channel on the file gives it up, so a second owner in here must not open one.
   */
  private static final Set<Path> OWNED = ConcurrentHashMap.newKeySet();

  private final Folder folder;
  private final FileChannel channel;
  private final FileLock lock;
  private final Object key;

  private RunFolder(Folder folder, FileChannel channel, FileLock lock) throws IOException {
    this.folder = folder.guardedBy(this::requireOwned);
    this.channel = channel;
    this.lock = lock;
    this.key = key();
  }

  /**
   * The folder of a run below the root.
   *
   * @param name 1 to 100 of {@code A-Z a-z 0-9 . _ -}, no dot in front
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
   * @throws RunFolderException where another process, or another owner in this one, has it
   */
  public static RunFolder own(Path path, String what) throws IOException {
    Folder folder = Folder.make(path);
    DurableFile.forceFolder(path.toAbsolutePath().getParent());
    return take(folder, what);
  }

  /**
   * Takes a folder that is removed before anyone relies on it after a power failure: made where it
   * is missing, and not forced to the disk.
   *
   * @throws RunFolderException where another process, or another owner in this one, has it
   */
  public static RunFolder ownTemporary(Path path) throws IOException {
    return take(Folder.makeUnforced(path), "run");
  }

  private static RunFolder take(Folder folder, String what) throws IOException {
    if (!OWNED.add(folder.real())) {
      throw RunFolderException.taken(folder.path(), what);
    }
    try {
      FileChannel channel = folder.hiddenFile(LOCK).update();
      return new RunFolder(folder, channel, lock(channel, folder.path(), what));
    } catch (IOException | RuntimeException | Error e) {
      OWNED.remove(folder.real());
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

  /** What tells the file of the lock from another one of its name; null on some systems. */
  private Object key() throws IOException {
    FolderFile file = folder.hiddenFile(LOCK);
    return file.exists() ? file.attributes().fileKey() : "none";
  }

  /**
   * Refuses to go on where the lock's file was removed or replaced: another process may have the
   * folder.
   */
  private void requireOwned() throws IOException {
    if (!Objects.equals(key, key())) {
      throw RunFolderException.lost(path());
    }
  }

  /** The folder; each change of it is refused once the lock is lost. */
  public Folder folder() {
    return folder;
  }

  public Path path() {
    return folder.path();
  }

  public Path file(String name) {
    return path().resolve(name);
  }

  public void write(String name, String text) throws IOException {
    folder.file(name).write(text);
  }

  /** Removes everything but the lock and other hidden files: a run starts afresh. */
  public void clear() throws IOException {
    folder.clear();
  }

  /** Removes temporary files that a process left when it ended while it wrote them. */
  public void sweep() throws IOException {
    folder.sweep();
  }

  public void delete() throws IOException {
    folder.clear();
    close();
    Folder.open(path()).delete();
  }

  /** Writes the manifest, as {@link Manifest#write} does. */
  public void writeManifest() throws IOException {
    Manifest.write(folder);
  }

  /** Gives the folder up. */
  @Override
  public void close() throws IOException {
    if (lock.isValid()) {
      lock.release();
      channel.close();
      OWNED.remove(folder.real());
    }
  }
}
