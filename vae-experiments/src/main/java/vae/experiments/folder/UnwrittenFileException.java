package vae.experiments.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file that the disk did not take: which one, why, and how to go on. */
public final class UnwrittenFileException extends IOException {

  private static final long serialVersionUID = 1L;

  private UnwrittenFileException(Path file, String reason, IOException cause) {
    super(
        Printable.of(file)
            + ": could not be written: "
            + reason
            + ". What was saved before is whole: mend the cause and repeat the command, `vae run`"
            + " with --resume.",
        cause);
  }

  /** Names the file, which the system's own message often does not. */
  public static UnwrittenFileException of(Path file, IOException cause) {
    return cause instanceof UnwrittenFileException named
        ? named
        : new UnwrittenFileException(file, reason(cause), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "no permission";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> cause.getClass().getSimpleName() + ": " + cause.getMessage();
    };
  }
}
