package vae.autodiff.array;

/** Shapes that do not fit the operation; the message names the shapes and the operation. */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** With a message that names the operation and every shape involved. */
  public ShapeException(String message) {
    super(message);
  }
}
