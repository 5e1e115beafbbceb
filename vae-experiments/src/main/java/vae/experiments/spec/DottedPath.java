package vae.experiments.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vae.core.spec.SpecException;

/**
 * The path of a value in a document: {@code encoder.hidden[1]}.
 *
 * <p>Keys with dots or brackets in them cannot be told apart from longer paths; no spec has them
 * but tables, whose entries are not reached by paths.
 */
public final class DottedPath {

  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)((?:\\[\\d{1,9}\\])*)");

  private DottedPath() {}

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The path of what holds the value at the path; empty for the document. */
  static String parent(String path) {
    return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
  }

  /** True where the value at {@code path} is the one at {@code holder} or within it. */
  public static boolean isWithin(String holder, String path) {
    return path.equals(holder) || path.startsWith(holder + ".") || path.startsWith(holder + "[");
  }

  /**
   * The keys and indices of a path, from the outside in: {@code encoder}, {@code hidden}, {@code
   * [1]}.
   *
   * @throws SpecException where this is not a path
   */
  static List<String> steps(String path) {
    List<String> steps = new ArrayList<>();
    for (String part : path.split("\\.", -1)) {
      Matcher matcher = STEP.matcher(part);
      if (!matcher.matches()) {
        throw new SpecException("", "a path such as encoder.hidden[0]", "\"" + path + "\"", "");
      }
      steps.add(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        steps.addAll(List.of(matcher.group(2).split("(?=\\[)")));
      }
    }
    return steps;
  }
}
