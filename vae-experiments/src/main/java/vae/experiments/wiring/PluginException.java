package vae.experiments.wiring;

/** A plugin that cannot be used: which jar, what is wrong with it, and how to fix it. */
public final class PluginException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message that names the jar and the way out. */
  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
