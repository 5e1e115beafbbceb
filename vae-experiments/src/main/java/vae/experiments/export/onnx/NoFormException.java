package vae.experiments.export.onnx;

/** A function that cannot be written in ONNX; the message says which part of it, and why. */
public final class NoFormException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param reason the end of a sentence that begins with the function
   */
  public NoFormException(String reason) {
    super(reason);
  }
}
