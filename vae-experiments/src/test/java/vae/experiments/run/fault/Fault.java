package vae.experiments.run.fault;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Lets changes through up to the n-th, by any thread, at which something goes wrong. */
public final class Fault implements Watch {

  /** What goes wrong. */
  public enum Way {
    /** The process ends before the change. */
    DEATH_BEFORE,
    /** The process ends after the change. */
    DEATH_AFTER,
    /** This process ends before the change, for good. */
    HALT_BEFORE,
    /** This process ends after the change, for good. */
    HALT_AFTER,
    /** The disk refuses this change. */
    INPUT_OUTPUT_ERROR,
    /** The disk takes no more writes, from this change on. */
    NO_SPACE
  }

  /** Stands for the end of a process: nothing of it changes the disk any more. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Way way;
  private final int at;
  private int count;
  private boolean dead;

  /**
   * @param at number of the change, 1 for the first; 0 for none
   */
  public Fault(Way way, int at) {
    this.way = way;
    this.at = at;
  }

  /** Changes so far. */
  public synchronized int count() {
    return count;
  }

  /** Whether anything went wrong. */
  public synchronized boolean happened() {
    return at > 0 && count >= at;
  }

  @Override
  public synchronized void before(Operation operation) throws IOException {
    if (dead) {
      throw new Death();
    }
    count++;
    switch (way) {
      case DEATH_BEFORE -> {
        if (count == at) {
          die();
        }
      }
      case HALT_BEFORE -> {
        if (count == at) {
          Runtime.getRuntime().halt(137);
        }
      }
      case INPUT_OUTPUT_ERROR -> {
        if (count == at) {
          throw failure(operation, "Input/output error");
        }
      }
      case NO_SPACE -> {
        if (at > 0 && count >= at && takesSpace(operation)) {
          throw failure(operation, "No space left on device");
        }
      }
      case DEATH_AFTER, HALT_AFTER -> {}
    }
  }

  /** Open channels do not name their file, as those of the default file system do not. */
  private static IOException failure(Operation operation, String reason) {
    return switch (operation.kind()) {
      case WRITE, FORCE, FORCE_FOLDER -> new IOException(reason);
      case OPEN, RENAME, REMOVE, MAKE_FOLDER ->
          new FileSystemException(operation.path().toString(), null, reason);
    };
  }

  private static boolean takesSpace(Operation operation) {
    return switch (operation.kind()) {
      case OPEN, WRITE, MAKE_FOLDER -> true;
      case FORCE, FORCE_FOLDER, RENAME, REMOVE -> false;
    };
  }

  @Override
  public synchronized void after(Operation operation) {
    if (count == at && way == Way.DEATH_AFTER) {
      die();
    }
    if (count == at && way == Way.HALT_AFTER) {
      Runtime.getRuntime().halt(137);
    }
  }

  private void die() {
    dead = true;
    throw new Death();
  }
}
