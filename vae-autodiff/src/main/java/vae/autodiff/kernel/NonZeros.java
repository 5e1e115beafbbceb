package vae.autodiff.kernel;

import java.util.Arrays;

/**
 * Where a matrix has elements other than zero, row by row and column by column; the values stay in
 * the matrix.
 *
 * <p>Its arrays grow to what they need and are used again by the next matrix. They are open to
 * kernels, which read them, and of which {@link SparseKernels#find} fills those of the rows. An
 * instance belongs to one thread while it is filled or turned to columns.
 */
public final class NonZeros {

  /** A matrix is sparse where at most one in N of its elements is not zero. */
  public static final int SPARSITY = 4;

  private int rows;
  private int columns;
  private int[] rowStarts = {0};
  private int[] columnOf = {};
  private int[] columnStarts = {0};
  private int[] rowOf = {};
  private boolean turned;

  /**
   * Makes room for a matrix, whose rows are then to be filled.
   *
   * @param rows ≥ 0
   * @param columns ≥ 0
   */
  public void begin(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    turned = false;
    if (rowStarts.length <= rows) {
      rowStarts = new int[rows + 1];
    }
    if (columnStarts.length <= columns) {
      columnStarts = new int[columns + 1];
    }
    // A row is looked at whole before the count is compared with the limit.
    int room = Math.addExact(limit(), columns);
    if (columnOf.length < room) {
      columnOf = new int[room];
    }
  }

  /** The most entries that a sparse matrix of this size has. */
  public int limit() {
    return (int) ((long) rows * columns / SPARSITY);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int count() {
    return rowStarts[rows];
  }

  /**
   * Where the entries of each row begin in {@link #columnOf}; behind the last row, their number.
   */
  public int[] rowStarts() {
    return rowStarts;
  }

  /** The column of each entry, by rows, ascending within a row. */
  public int[] columnOf() {
    return columnOf;
  }

  /** Makes the column form known, where it is not yet: the entries sorted by column, then row. */
  public void turn() {
    if (turned) {
      return;
    }
    int count = count();
    if (rowOf.length < count) {
      rowOf = new int[Math.max(count, columnOf.length)];
    }
    Arrays.fill(columnStarts, 0, columns + 1, 0);
    for (int e = 0; e < count; e++) {
      columnStarts[columnOf[e]]++;
    }
    int end = 0;
    for (int j = 0; j < columns; j++) {
      end += columnStarts[j];
      columnStarts[j] = end;
    }
    columnStarts[columns] = end;
    // From the last entry to the first: each column's end becomes its start.
    for (int r = rows - 1; r >= 0; r--) {
      for (int e = rowStarts[r + 1] - 1; e >= rowStarts[r]; e--) {
        rowOf[--columnStarts[columnOf[e]]] = r;
      }
    }
    turned = true;
  }

  /** As {@link #rowStarts}, of columns in {@link #rowOf}; valid after {@link #turn}. */
  public int[] columnStarts() {
    return columnStarts;
  }

  /** The row of each entry, by columns, ascending within a column; valid after {@link #turn}. */
  public int[] rowOf() {
    return rowOf;
  }
}
