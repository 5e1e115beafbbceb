package vae.experiments.bench;

/** The peer could not be started, failed, or printed no figure. */
public final class PeerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PeerException(String message, Throwable cause) {
    super(message, cause);
  }
}
