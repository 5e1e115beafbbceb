package vae.experiments.run.folder;

import java.nio.file.Path;

/**
 * A file whose bytes are not what its format allows: which file, at which byte, and what is wrong.
 *
 * <p>Thrown on reading, before any memory in proportion to what the file claims is taken. The file
 * was cut short, altered, or written by something else: copy it again from where it was made, or
 * make it anew.
 */
public final class CorruptFileException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final long offset;
  private final String problem;

  /**
   * @param offset byte at which the problem shows, from 0
   * @param problem what was expected there and what came, without a full stop
   */
  public CorruptFileException(Path file, long offset, String problem) {
    super(
        "%s: byte %d: %s. Copy the file again from where it was made, or make it anew."
            .formatted(file, offset, problem));
    this.file = file;
    this.offset = offset;
    this.problem = problem;
  }

  /** The file at fault; null after deserialization. */
  public Path file() {
    return file;
  }

  /** Byte at which the problem shows, from 0. */
  public long offset() {
    return offset;
  }

  /** What was expected and what came. */
  public String problem() {
    return problem;
  }
}
