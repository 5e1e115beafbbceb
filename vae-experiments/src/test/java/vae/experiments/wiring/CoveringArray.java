package vae.experiments.wiring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of one value for each axis, such that every pair of values of two axes that may stand in a
 * row stands in one.
 *
 * <p>Greedy and without chance: a row begins with the first pair that is not covered, and takes for
 * each axis the value that covers most further pairs, the first of equals.
 */
final class CoveringArray {

  private static final int FREE = -1;

  /** Whether two values of two axes exclude each other. */
  @FunctionalInterface
  interface Exclusion {
    boolean excludes(int axis, int value, int otherAxis, int otherValue);
  }

  private final int[] sizes;
  private final Exclusion exclusion;
  private final boolean[][][][] covered;

  private CoveringArray(int[] sizes, Exclusion exclusion) {
    this.sizes = sizes;
    this.exclusion = exclusion;
    covered = new boolean[sizes.length][sizes.length][][];
    for (int a = 0; a < sizes.length; a++) {
      for (int b = 0; b < sizes.length; b++) {
        covered[a][b] = new boolean[sizes[a]][sizes[b]];
      }
    }
  }

  /**
   * The rows.
   *
   * @param sizes the number of values of each axis
   */
  static List<int[]> pairwise(int[] sizes, Exclusion exclusion) {
    CoveringArray array = new CoveringArray(sizes, exclusion);
    List<int[]> rows = new ArrayList<>();
    array.eachPair(
        (a, i, b, j) -> {
          int[] row = array.free();
          row[a] = i;
          row[b] = j;
          if (!array.covered[a][b][i][j] && !exclusion.excludes(a, i, b, j) && array.fill(row)) {
            array.cover(row);
            rows.add(row);
          }
        });
    return rows;
  }

  /** The given values with values for the other axes; null where they exclude each other. */
  static int[] completed(int[] sizes, Exclusion exclusion, int[] given) {
    int[] row = given.clone();
    return new CoveringArray(sizes, exclusion).fill(row) ? row : null;
  }

  /** A row in which no axis has a value. */
  static int[] free(int axes) {
    int[] row = new int[axes];
    Arrays.fill(row, FREE);
    return row;
  }

  private int[] free() {
    return free(sizes.length);
  }

  private interface Pair {
    void visit(int a, int i, int b, int j);
  }

  private void eachPair(Pair pair) {
    for (int a = 0; a < sizes.length; a++) {
      for (int b = a + 1; b < sizes.length; b++) {
        for (int i = 0; i < sizes[a]; i++) {
          for (int j = 0; j < sizes[b]; j++) {
            pair.visit(a, i, b, j);
          }
        }
      }
    }
  }

  /** Whether values for the free axes were found. */
  private boolean fill(int[] row) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (row[axis] == FREE) {
        for (int value : byGain(row, axis)) {
          row[axis] = value;
          if (fill(row)) {
            return true;
          }
        }
        row[axis] = FREE;
        return false;
      }
    }
    return true;
  }

  /** The values that the row allows, those first that cover most pairs with it. */
  private List<Integer> byGain(int[] row, int axis) {
    List<Integer> values = new ArrayList<>();
    int[] gains = new int[sizes[axis]];
    for (int value = 0; value < sizes[axis]; value++) {
      boolean allowed = true;
      for (int other = 0; other < sizes.length; other++) {
        if (other != axis && row[other] != FREE) {
          allowed &= !exclusion.excludes(axis, value, other, row[other]);
          gains[value] += covered[axis][other][value][row[other]] ? 0 : 1;
        }
      }
      if (allowed) {
        values.add(value);
      }
    }
    values.sort((v, w) -> Integer.compare(gains[w], gains[v]));
    return values;
  }

  private void cover(int[] row) {
    for (int a = 0; a < sizes.length; a++) {
      for (int b = 0; b < sizes.length; b++) {
        covered[a][b][row[a]][row[b]] = true;
      }
    }
  }
}
