package vae.core.spec;

/**
 * A specification that cannot be used: where it is wrong, what was expected, what came, and how to
 * mend it.
 *
 * <p>The path is the dotted path of the value in its JSON document, such as {@code
 * encoder.posterior.type}; a component's constructor knows only its own key, and the reader puts
 * the rest in front with {@link #under}.
 */
public final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String expected;
  private final String got;
  private final String fix;

  /**
   * @param path dotted JSON path, empty for the document itself
   * @param expected what the value must be, as the end of "expected …"
   * @param got what it was, as the end of "got …"
   * @param fix how to mend it, a whole sentence or empty
   */
  public SpecException(String path, String expected, String got, String fix) {
    super(message(path, expected, got, fix));
    this.path = path;
    this.expected = expected;
    this.got = got;
    this.fix = fix;
  }

  private static String message(String path, String expected, String got, String fix) {
    String where = path.isEmpty() ? "" : path + ": ";
    String what = "expected " + expected + ", got " + got;
    return where + what + (fix.isEmpty() ? "" : ". " + fix);
  }

  /** The same complaint seen from one level further out: {@code prefix} is put before the path. */
  public SpecException under(String prefix) {
    String joined =
        path.isEmpty() ? prefix : path.startsWith("[") ? prefix + path : prefix + "." + path;
    return new SpecException(prefix.isEmpty() ? path : joined, expected, got, fix);
  }

  /** Dotted JSON path of the value at fault; empty for the document itself. */
  public String path() {
    return path;
  }

  /** What the value must be. */
  public String expected() {
    return expected;
  }

  /** What the value was. */
  public String got() {
    return got;
  }

  /** How to mend it; may be empty. */
  public String fix() {
    return fix;
  }
}
