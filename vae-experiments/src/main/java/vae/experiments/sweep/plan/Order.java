package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import vae.core.spec.SpecException;

/**
 * The order in which a trial's parameters are set: a whole component before what is in it, and
 * before a parameter whatever its conditions look at; otherwise by path, so that the order in the
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
  static int[] of(List<Axis> axes) {
    List<Integer> waiting = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      waiting.add(i);
    }
    waiting.sort((a, b) -> axes.get(a).label().compareTo(axes.get(b).label()));
    int[] order = new int[axes.size()];
    for (int done = 0; done < order.length; done++) {
      Integer next =
          waiting.stream()
              .filter(it -> waiting.stream().noneMatch(o -> precedes(axes.get(o), axes.get(it))))
              .findFirst()
              .orElseThrow(() -> circle(axes, waiting));
      waiting.remove(next);
      order[done] = next;
    }
    return order;
  }

  private static SpecException circle(List<Axis> axes, List<Integer> waiting) {
    String labels =
        waiting.stream().map(it -> axes.get(it).label()).collect(Collectors.joining(", "));
    return SpecException.because(
        axes.get(waiting.getFirst()).place() + ".when",
        "these parameters depend on each other in a circle: " + labels,
        "A condition may look at what does not itself depend on the parameter.");
  }

  private static boolean precedes(Axis first, Axis second) {
    return first != second
        && first.paths().stream()
            .anyMatch(
                set ->
                    second.paths().stream().anyMatch(it -> !it.equals(set) && decides(set, it))
                        || second.conditions().keySet().stream().anyMatch(it -> reach(set, it)));
  }

  /** Whether setting the one path may change what is at the other, or within it. */
  static boolean reach(String set, String path) {
    return decides(set, path) || isWithin(path, set);
  }

  /** Whether the path is the one that is set, within it, or within the component it names. */
  static boolean decides(String set, String path) {
    boolean names = set.endsWith(TYPE);
    return isWithin(set, path)
        || names && isWithin(set.substring(0, set.length() - TYPE.length()), path);
  }

  private static boolean isWithin(String holder, String path) {
    return path.startsWith(holder)
        && (path.length() == holder.length() || ".[".indexOf(path.charAt(holder.length())) >= 0);
  }
}
