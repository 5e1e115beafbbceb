package vae.experiments.run;

/** A run folder that cannot be used: what is wrong, and how to mend it. */
public final class RunFolderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message that names the folder and the way out. */
  public RunFolderException(String message) {
    super(message);
  }
}
