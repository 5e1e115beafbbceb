package vae.autodiff.array;

/** Shapes that do not fit the operation; the message names the shapes and the operation. */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  public ShapeException(String message) {
    this(message, false);
  }

  private ShapeException(String message, boolean tooLarge) {
    super(message);
    this.tooLarge = tooLarge;
  }

  /** A shape with more elements than a Java array holds. */
  static ShapeException tooLarge(String message) {
    return new ShapeException(message, true);
  }

  /** Whether one shape alone is too large for a Java array, so that less of it would do. */
  public boolean isTooLarge() {
    return tooLarge;
  }
}
