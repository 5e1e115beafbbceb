package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vae.core.spec.SpecException;
import vae.experiments.spec.DottedPath;

/**
 * The order in which a trial's parameters are set: a whole component before what is in it, and
 * before a parameter whatever its conditions look at; otherwise by name, so that the order in the
 * file means nothing.
 */
final class Order {

  private static final String TYPE = ".type";

  private Order() {}

  /**
   * The numbers of the axes in that order.
   *
   * @throws SpecException where parameters wait for each other
   */
  static List<Integer> of(List<SearchAxis> axes) {
    int count = axes.size();
    List<Integer> byName =
        IntStream.range(0, count)
            .boxed()
            .sorted((a, b) -> axes.get(a).label().compareTo(axes.get(b).label()))
            .collect(Collectors.toList());
    boolean[][] precedes = new boolean[count][count];
    int[] waitsFor = new int[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        precedes[i][j] = i != j && precedes(axes.get(i), axes.get(j));
        waitsFor[j] += precedes[i][j] ? 1 : 0;
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!byName.isEmpty()) {
      Integer next =
          byName.stream()
              .filter(it -> waitsFor[it] == 0)
              .findFirst()
              .orElseThrow(() -> circle(axes, byName));
      byName.remove(next);
      order.add(next);
      for (int j = 0; j < count; j++) {
        waitsFor[j] -= precedes[next][j] ? 1 : 0;
      }
    }
    return order;
  }

  private static SpecException circle(List<SearchAxis> axes, List<Integer> waiting) {
    String labels =
        waiting.stream().map(it -> axes.get(it).label()).collect(Collectors.joining(", "));
    return SpecException.because(
        axes.get(waiting.getFirst()).place() + ".when",
        "these parameters depend on each other in a circle: " + labels,
        "A condition looks at what does not itself depend on the parameter.");
  }

  private static boolean precedes(SearchAxis first, SearchAxis second) {
    for (String set : first.paths()) {
      for (String path : second.paths()) {
        if (!path.equals(set) && decides(set, path)) {
          return true;
        }
      }
      if (second.conditions().keySet().stream().anyMatch(path -> reaches(set, path))) {
        return true;
      }
    }
    return false;
  }

  /** Whether setting the one path may change what is at the other, or within it. */
  static boolean reaches(String set, String path) {
    return decides(set, path) || DottedPath.isWithin(path, set);
  }

  /** Whether the path is the one that is set, within it, or within the component it names. */
  private static boolean decides(String set, String path) {
    return DottedPath.isWithin(set, path)
        || set.endsWith(TYPE)
            && DottedPath.isWithin(set.substring(0, set.length() - TYPE.length()), path);
  }
}
