package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;

/** Cells of a table, each filled with blanks to the width of its column. */
public final class PaddedRows {

  private PaddedRows() {}

  /**
   * @param rows of equally many cells
   */
  public static List<List<String>> of(List<List<String>> rows, boolean[] right) {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    List<List<String>> padded = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < widths.length; c++) {
        String blanks = " ".repeat(widths[c] - row.get(c).length());
        cells.add(right[c] ? blanks + row.get(c) : row.get(c) + blanks);
      }
      padded.add(cells);
    }
    return padded;
  }
}
