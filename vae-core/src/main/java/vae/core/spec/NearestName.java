package vae.core.spec;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The known name that a mistyped name most likely meant.
 *
 * <p>Distance is the least number of insertions, deletions, substitutions and swaps of neighbours
 * (optimal string alignment), blind to case and to {@code _}, {@code -} and blanks. A name counts
 * as near within a third of its length; ties go to the first known name. Before that, the first
 * name whose last part, after a slash or a dot, is the mistyped one is meant; where none is near, a
 * single name that begins with at least three characters of the mistyped one is.
 */
public final class NearestName {

  /** Longer names are not compared: the table of distances stays small whatever comes. */
  private static final int MAX_LENGTH = 200;

  private static final int MIN_BEGINNING = 3;

  private NearestName() {}

  /** The nearest known name as the end of a complaint, or nothing where none is near. */
  public static String suggestion(String name, Collection<String> known) {
    return of(name, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
  }

  /** The nearest known name, or empty where none is near. */
  public static Optional<String> of(String name, Collection<String> known) {
    String wanted = plain(name);
    if (wanted.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<String> last = lastPart(wanted, known);
    if (last.isPresent()) {
      return last;
    }
    String nearest = null;
    int least = 1 + Math.max(1, wanted.length() / 3);
    for (String candidate : known) {
      int distance = distance(wanted, plain(candidate));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest).or(() -> beginning(wanted, known));
  }

  private static Optional<String> lastPart(String wanted, Collection<String> known) {
    return known.stream()
        .filter(it -> plain(it).endsWith("/" + wanted) || plain(it).endsWith("." + wanted))
        .findFirst();
  }

  private static Optional<String> beginning(String wanted, Collection<String> known) {
    List<String> longer = known.stream().filter(it -> plain(it).startsWith(wanted)).toList();
    return wanted.length() >= MIN_BEGINNING && longer.size() == 1
        ? Optional.of(longer.getFirst())
        : Optional.empty();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
