package vae.experiments.run.verification;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import vae.experiments.run.folder.Finding;

/** A run folder whose files are not what the run wrote, or contradict each other. */
public final class UnverifiedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 20;

  private final transient List<Finding> findings;

  /**
   * @param fix the way out, a sentence; may be empty
   */
  public UnverifiedException(Path folder, List<Finding> findings, String fix) {
    super(
        folder
            + ": the files are not what was written\n"
            + findings.stream()
                .limit(SHOWN)
                .map(Finding::toString)
                .collect(Collectors.joining("\n"))
            + (findings.size() > SHOWN ? "\nand %d more".formatted(findings.size() - SHOWN) : "")
            + (fix.isEmpty() ? "" : "\n" + fix));
    this.findings = List.copyOf(findings);
  }

  /** What was found; null after deserialization. */
  public List<Finding> findings() {
    return findings;
  }
}
