package vae.experiments.run.provenance;

/** A run that this build cannot make again: why, and what can. */
public final class NotReproducibleException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message that names the folder and the way out. */
  public NotReproducibleException(String message) {
    super(message);
  }
}
