package vae.experiments.sweep;

/**
 * Data that are not those of the sweep's other trials: both hashes, and the way out. It concerns
 * the sweep, never one trial alone.
 */
public final class ChangedDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String found;

  public ChangedDataException(String message, String found) {
    super(message);
    this.found = found;
  }

  /** The hash of the data that are not the sweep's. */
  public String found() {
    return found;
  }
}
