package vae.core.spec;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A specification that cannot be used: where it is wrong, what was expected, what came, and how to
 * mend it.
 *
 * <p>The path is the dotted path of the value in its JSON document, such as {@code
 * encoder.posterior.type}; a component's constructor knows only its own key, and the reader puts
 * the rest in front with {@link #under} and the file and line with {@link #at}. The message is one
 * line of the form {@code location: path: problem}, and the way out below it.
 */
public final class SpecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String path;
  private final String problem;
  private final String expected;
  private final String got;
  private final String fix;
  private final transient Domain domain;

  private SpecException(
      String location,
      String path,
      String problem,
      String expected,
      String got,
      String fix,
      Domain domain) {
    super(message(location, path, problem, fix));
    this.domain = domain;
    this.location = location;
    this.path = path;
    this.problem = problem;
    this.expected = expected;
    this.got = got;
    this.fix = fix;
  }

  /**
   * @param path dotted JSON path, empty for the document itself
   * @param fix how to fix it, a whole sentence or empty
   */
  public SpecException(String path, String expected, String got, String fix) {
    this(path, expected, got, fix, null);
  }

  /**
   * A value outside the domain that its key has whatever the other keys say.
   *
   * @param domain what a schema says of the key
   */
  public SpecException(String path, String expected, String got, String fix, Domain domain) {
    this("", path, "expected " + expected + ", got " + got, expected, got, fix, domain);
  }

  /**
   * A problem that is not a matter of one value against its domain.
   *
   * @param path dotted JSON path, empty for the document itself
   * @param problem what is wrong, a sentence without its full stop
   * @param fix how to fix it, a whole sentence or empty
   */
  public static SpecException because(String path, String problem, String fix) {
    return new SpecException("", path, problem, "", "", fix, null);
  }

  /**
   * A name that is not one of the known names; suggests the nearest one and lists them all.
   *
   * @param what what the name should name, such as {@code posterior} or {@code key}
   * @param more a sentence after the list, or empty
   */
  public static SpecException unknown(
      String path, String what, String name, Collection<String> known, String more) {
    String list = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
    String fix = "known: " + list + (more.isEmpty() ? "" : ". " + more);
    String problem = "unknown " + what + " \"" + name + "\"" + NearestName.suggestion(name, known);
    return new SpecException("", path, problem, "one of " + list, "\"" + name + "\"", fix, null);
  }

  private static String message(String location, String path, String problem, String fix) {
    StringBuilder message = new StringBuilder();
    for (String part : new String[] {location, path}) {
      message.append(part).append(part.isEmpty() ? "" : ": ");
    }
    return message.append(problem).append(fix.isEmpty() ? "" : "\n" + fix).toString();
  }

  /** The same complaint seen from one level further out: {@code prefix} is put before the path. */
  public SpecException under(String prefix) {
    boolean plain = prefix.isEmpty() || path.isEmpty() || path.startsWith("[");
    String joined = prefix + (plain ? "" : ".") + path;
    return with(location, joined);
  }

  /** The same complaint with the place where the value is written, such as {@code mine.json:7}. */
  public SpecException at(String place) {
    return with(place, path);
  }

  private SpecException with(String newLocation, String newPath) {
    SpecException moved =
        new SpecException(newLocation, newPath, problem, expected, got, fix, domain);
    moved.setStackTrace(getStackTrace());
    return moved;
  }

  /** Where the value is written, such as {@code mine.json:7}; empty where that is not known. */
  public String location() {
    return location;
  }

  /** Dotted JSON path of the value at fault; empty for the document itself. */
  public String path() {
    return path;
  }

  /** What is wrong, in one line, without the place. */
  public String problem() {
    return problem;
  }

  /** What the value must be; empty where the problem is of another kind. */
  public String expected() {
    return expected;
  }

  /** What the value was; empty where the problem is of another kind. */
  public String got() {
    return got;
  }

  /** The domain of the key; empty where other keys have a say in what its value may be. */
  public Optional<Domain> domain() {
    return Optional.ofNullable(domain);
  }

  /** How to mend it; may be empty. */
  public String fix() {
    return fix;
  }
}
