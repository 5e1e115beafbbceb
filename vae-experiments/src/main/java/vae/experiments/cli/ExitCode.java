package vae.experiments.cli;

/** What the process returns to the shell. */
public enum ExitCode {
  /** The command did what it says. */
  DONE(0),
  /** Anything that has no code of its own. */
  OTHER(1),
  /** The command line or a spec cannot be used. */
  BAD_INPUT(2),
  /** Data are missing or corrupt, or a file of a run is. */
  DATA(3),
  /** Training met NaN or infinity; the evidence is kept. */
  DIVERGED(4),
  /** A run was not reproduced, or its files are not what was written. */
  NOT_REPRODUCED(5);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
