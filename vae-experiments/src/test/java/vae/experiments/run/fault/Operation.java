package vae.experiments.run.fault;

import java.nio.file.Path;

/**
 * One change to the disk.
 *
 * @param path the file or folder, as the real file system knows it
 * @param target where a rename leads; the path itself otherwise
 */
public record Operation(Kind kind, Path path, Path target) {

  /** What is done. */
  public enum Kind {
    /** A file is opened for writing; it may be made or emptied by that. */
    OPEN,
    /** Bytes are written, or the end is cut off. */
    WRITE,
    /** A file's content is forced. */
    FORCE,
    /** A folder's entries are forced. */
    FORCE_FOLDER,
    /** A file is renamed. */
    RENAME,
    /** A file or folder is removed. */
    REMOVE,
    /** A folder is made. */
    MAKE_FOLDER
  }

  Operation(Kind kind, Path path) {
    this(kind, path, path);
  }
}
