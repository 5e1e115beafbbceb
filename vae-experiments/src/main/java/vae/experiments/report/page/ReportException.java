package vae.experiments.report.page;

import java.nio.file.Path;

/** A run folder that cannot be reported on: which file, what is wrong, and what to do about it. */
public final class ReportException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Path file;

  public ReportException(Path file, String problem, String fix, Throwable cause) {
    super(file + ": " + problem + ". " + fix, cause);
    this.file = file;
  }

  public ReportException(Path file, String problem, String fix) {
    this(file, problem, fix, null);
  }

  /** The file or folder at fault; null after deserialization. */
  public Path file() {
    return file;
  }
}
