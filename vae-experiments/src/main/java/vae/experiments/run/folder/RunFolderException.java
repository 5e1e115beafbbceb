package vae.experiments.run.folder;

import java.nio.file.Path;
import vae.experiments.folder.Printable;

/** A run folder that cannot be used: what is wrong, and how to fix it. */
public final class RunFolderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean taken;

  /** With a message that names the folder and the way out. */
  public RunFolderException(String message) {
    this(message, false);
  }

  private RunFolderException(String message, boolean taken) {
    super(message);
    this.taken = taken;
  }

  /**
   * The complaint about a folder that another process owns.
   *
   * @param what it is the folder of, such as {@code run}
   */
  public static RunFolderException taken(Path path, String what) {
    String text = "%s: another process is working on this %s; wait for it, or stop it first";
    return new RunFolderException(text.formatted(Printable.of(path), what), true);
  }

  /** The complaint about a folder whose lock was removed or replaced while the run went on. */
  public static RunFolderException lost(Path path) {
    String text =
        "%s: its file .lock was removed or replaced while this process worked in it; nothing more"
            + " is written. Make sure that no other process works in it, then repeat the command"
            + " with --resume.";
    return new RunFolderException(text.formatted(Printable.of(path)), true);
  }

  /** Whether another process, or another owner in this one, has the folder. */
  public boolean isTaken() {
    return taken;
  }
}
