package vae.experiments.folder;

import java.nio.file.Path;

/**
 * A folder, or a file in one, that is not what it may be: a link, a device, a name that leads
 * elsewhere, a file that is too large or malformed. Says which, what is wrong, and what to do.
 */
public final class FolderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What to do about a file that is not what was written. */
  static final String COPY_AGAIN =
      "Copy the file again from where it was made; `./vae verify` checks the folder.";

  /** What to do about something that no run or sweep makes. */
  static final String REMOVE = "No run or sweep makes it; remove it, or do not use this folder.";

  private final transient Path file;
  private final String problem;

  /**
   * @param problem what was expected and what came, without a full stop
   */
  public FolderException(Path file, String problem, String fix) {
    this(file, problem, fix, null);
  }

  FolderException(Path file, String problem, String fix, Throwable cause) {
    super(
        "%s: %s. %s".formatted(Printable.of(file), Printable.of(problem), Printable.of(fix)),
        cause);
    this.file = file;
    this.problem = Printable.of(problem);
  }

  /** The file or folder at fault; null after deserialization. */
  public Path file() {
    return file;
  }

  /** What was expected and what came, without control characters. */
  public String problem() {
    return problem;
  }
}
