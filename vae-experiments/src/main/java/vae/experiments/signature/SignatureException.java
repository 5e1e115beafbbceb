package vae.experiments.signature;

/** A key or a signature that cannot be used: what is wrong, and the way out. */
public final class SignatureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SignatureException(String message) {
    super(message);
  }
}
