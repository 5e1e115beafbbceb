package vae.core.distribution;

/**
 * Components that have no meaning together: why, and what to take instead.
 *
 * <p>Thrown while a model is tried out, before anything is trained.
 */
public final class MisfitException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fix;

  /**
   * @param reason why they do not fit, the end of a sentence that begins with the component
   */
  public MisfitException(String reason, String fix) {
    super(reason);
    this.fix = fix;
  }

  public String fix() {
    return fix;
  }
}
