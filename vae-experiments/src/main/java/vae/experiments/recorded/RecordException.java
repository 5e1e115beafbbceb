package vae.experiments.recorded;

import java.nio.file.Path;
import vae.experiments.folder.Printable;

/**
 * A file of a run that does not hold what it must: which file, which key, what was expected and
 * what is there. Nothing from the file is repeated with its control characters.
 */
public final class RecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String problem;

  RecordException(Path file, String problem) {
    super(
        "%s: %s. Copy the file again from where the run was made, or run it again"
            .formatted(Printable.of(file.toString()), problem));
    this.name = Printable.of(String.valueOf(file.getFileName()));
    this.problem = problem;
  }

  public String file() {
    return name;
  }

  public String problem() {
    return problem;
  }
}
