package vae.experiments.index;

import java.util.List;

/**
 * Which runs are wanted, and what of them.
 *
 * @param sort a key, smallest first, or largest first with a minus in front; empty for the order of
 *     the folders
 * @param columns keys to show: columns of the index, paths of the spec, or metrics
 * @param limit the most rows; 0 for all
 */
public record RunQuery(List<Condition> where, String sort, List<String> columns, int limit) {

  public RunQuery {
    where = List.copyOf(where);
    columns = List.copyOf(columns);
  }

  String sortKey() {
    return isDescending() ? sort.substring(1) : sort;
  }

  boolean isDescending() {
    return sort.startsWith("-");
  }
}
