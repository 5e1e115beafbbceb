package vae.data.format;

import java.io.IOException;

/**
 * Data that are missing or cannot be used: which file, at which byte, what was expected, what came,
 * and how to fix it. The command line turns it into exit code 3.
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The fix where a value is missing and every value counts as known. */
  public static final String FILL_IN =
      "Remove examples with missing values, or fill them in; or train on what is known, with"
          + " \"missing\": {\"type\": \"nan\"} in the data.";

  private final String file;
  private final long offset;
  private final String problem;
  private final String fix;

  /**
   * @param offset the byte at fault, counted from 0 in the decompressed file; −1 where there is
   *     none
   * @param problem what was expected and what came, without a final full stop
   * @param fix how to fix it, a whole sentence or empty
   */
  public DataException(String file, long offset, String problem, String fix) {
    super(message(file, offset, problem, fix));
    this.file = file;
    this.offset = offset;
    this.problem = problem;
    this.fix = fix;
  }

  /** A complaint about no byte in particular. */
  public DataException(String file, String problem, String fix) {
    this(file, -1, problem, fix);
  }

  /** A file that the operating system would not let us read or write. */
  public static DataException of(String file, long offset, IOException cause) {
    String reason = cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String problem =
        "cannot be read or written (" + cause.getClass().getSimpleName() + reason + ")";
    String fix = "Check the file and its permissions, or fetch it again.";
    DataException exception = new DataException(file, offset, problem, fix);
    exception.initCause(cause);
    return exception;
  }

  private static String message(String file, long offset, String problem, String fix) {
    String where = offset < 0 ? file + ": " : file + ": byte " + offset + ": ";
    return where + problem + (fix.isEmpty() ? "" : ". " + fix);
  }

  /** The file, or the name of the data set. */
  public String file() {
    return file;
  }

  /** The byte at fault in the decompressed file; −1 where there is none. */
  public long offset() {
    return offset;
  }

  /** What was expected and what came. */
  public String problem() {
    return problem;
  }

  /** How to mend it; may be empty. */
  public String fix() {
    return fix;
  }
}
