package vae.autodiff.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix product whose left factor is not stored but read from where its elements lie: \[ C_{ij}
 * \leftarrow C_{ij} + \sum_p a[\mathrm{row}_i + \mathrm{step}_p] \, B_{pj}, \] each element one
 * chain of fma over p, in order.
 *
 * <p>The patches of an image are such a matrix: a row's offset is where its window begins, a step's
 * offset leads from there to an element of the window, and overlapping windows share their
 * elements. So is its transpose. Rows of C lie anywhere too.
 *
 * <p>B is packed into panels, one for each tile of columns and as wide as that, but at least a
 * vector. An instance belongs to one thread; its fields are the operands, set by the caller before
 * {@link #multiply}.
 */
final class PatchProduct {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  /** Vectors in a full column tile: three need 32 vector registers. */
  private static final int VECTORS = VectorGemmTiles.ROWS == 8 ? 3 : 2;

  /** Rows in a row tile. */
  static final int ROWS = VECTORS == 3 ? PatchTilesEightRows.ROWS : PatchTilesFourRows.ROWS;

  /** Most steps in one go, so that a panel of B stays near: 32 kB for two vectors of 16 lanes. */
  private static final int STEPS = 256;

  private static final float[] ZEROS = new float[VECTORS * WIDTH];
  private static final int[] ZERO_ROWS = new int[ROWS];
  private static final int[] EDGE_ROWS = new int[ROWS];

  static {
    for (int r = 0; r < ROWS; r++) {
      EDGE_ROWS[r] = r * WIDTH;
    }
  }

  float[] a;

  /** Where each row begins in a; grown by {@link #reserve}. */
  int[] aRows = {};

  /** Where each row begins in c; grown by {@link #reserve}. */
  int[] cRows = {};

  int rows;

  /** What each step adds to a row's beginning. */
  int[] steps;

  int firstStep;

  int k;

  /** The panels of B. */
  float[] b;

  /** Where they begin. */
  int bOffset;

  int columns;

  float[] c;

  // What the tiles load from and store to.
  float[] in;
  int[] inRows;
  float[] out;
  int[] outRows;
  private boolean fresh;
  private boolean narrow;
  private final float[] edge = new float[ROWS * WIDTH];

  /** Makes room for n rows and forgets those there are. */
  void reserve(int n) {
    int whole = (n + ROWS - 1) / ROWS * ROWS;
    if (aRows.length < whole) {
      aRows = new int[whole];
      cRows = new int[whole];
    }
    rows = 0;
  }

  void row(int aOffset, int cOffset) {
    aRows[rows] = aOffset;
    cRows[rows] = cOffset;
    rows++;
  }

  /** Elements that the panels of a B of k rows take. */
  static int panelSize(int k, int columns) {
    return k * Math.max(columns, WIDTH);
  }

  /** The width of the next column tile when this many columns are left: see {@link #multiply}. */
  static int columnTile(int left) {
    int vectors = (left + WIDTH - 1) / WIDTH;
    if (vectors == VECTORS + 1 && (VECTORS > 2 || left % WIDTH != 0)) {
      return (VECTORS - 1) * WIDTH;
    }
    return Math.min(left, VECTORS * WIDTH);
  }

  /** The distance of two rows in the panel of a column tile. */
  static int panelStride(int tileColumns) {
    return Math.max(tileColumns, WIDTH);
  }

  /** Packs rows of B that lie {@code stride} apart into panels. */
  static void pack(
      float[] from, int offset, int stride, int k, int columns, float[] to, int panelOffset) {
    for (int j = 0, tile; j < columns; j += tile) {
      tile = columnTile(columns - j);
      int panelStride = panelStride(tile);
      if (tile < WIDTH) {
        Arrays.fill(to, panelOffset, panelOffset + k * panelStride, 0);
      }
      for (int p = 0; p < k; p++) {
        int row = offset + p * stride + j;
        int at = panelOffset + p * panelStride;
        if (tile < WIDTH) {
          for (int l = 0; l < tile; l++) {
            to[at + l] = from[row + l];
          }
        } else {
          for (int l = 0; l < tile; l += WIDTH) {
            int lane = Math.min(l, tile - WIDTH);
            FloatVector.fromArray(LANES, from, row + lane).intoArray(to, at + lane);
          }
        }
      }
      panelOffset += k * panelStride;
    }
  }

  /**
   * Packs the transpose of a matrix [columns, k] as rows of B.
   *
   * @param panelRows rows of B
   * @param row the first of them to be packed
   */
  static void packTransposed(
      float[] from,
      int offset,
      int k,
      int columns,
      float[] to,
      int panelOffset,
      int panelRows,
      int row) {
    for (int j = 0, tile; j < columns; j += tile) {
      tile = columnTile(columns - j);
      int at = panelOffset + j * panelRows + row * panelStride(tile);
      if (tile < WIDTH) {
        Arrays.fill(to, at, at + k * WIDTH, 0);
      }
      VectorTranspose.transpose(from, offset + j * k, k, tile, k, to, at, panelStride(tile));
    }
  }

  /**
   * Computes C.
   *
   * <p>Where there are no more columns than that, the last of them is a tile of two vectors or
   * more, so that its last vector overlaps with its neighbour. Missing rows of the last row tile
   * repeat its last one and store the same bits again.
   *
   * @param accumulate whether the chains start from c rather than from zero
   */
  void multiply(boolean accumulate) {
    if (rows == 0) {
      return;
    }
    for (int r = rows; r % ROWS != 0; r++) {
      aRows[r] = aRows[rows - 1];
      cRows[r] = cRows[rows - 1];
    }
    int blocks = Math.max(1, (k + STEPS - 1) / STEPS);
    int stepsPerBlock = (k + blocks - 1) / blocks;
    int panel = bOffset;
    for (int j = 0, tile; j < columns; j += tile) {
      tile = columnTile(columns - j);
      int stride = panelStride(tile);
      narrow = tile < WIDTH;
      out = narrow ? edge : c;
      outRows = narrow ? EDGE_ROWS : cRows;
      int p = 0;
      do {
        fresh = p == 0 && !accumulate;
        in = fresh ? ZEROS : out;
        inRows = fresh ? ZERO_ROWS : outRows;
        columnOfTiles(j, tile, p, Math.min(stepsPerBlock, k - p), panel + p * stride, stride);
        p += stepsPerBlock;
      } while (p < k);
      panel += k * stride;
    }
    in = null;
    out = null;
  }

  private void columnOfTiles(int j, int tile, int p, int steps, int bAt, int stride) {
    for (int row = 0; row < rows; row += ROWS) {
      if (narrow && !fresh) {
        copyEdge(row, j, tile, true);
      }
      tile(row, j, tile, firstStep + p, steps, bAt, stride);
      if (narrow) {
        copyEdge(row, j, tile, false);
      }
    }
  }

  private void copyEdge(int row, int j, int tile, boolean load) {
    for (int r = 0; r < ROWS; r++) {
      int at = cRows[row + r] + j;
      for (int l = 0; l < tile; l++) {
        if (load) {
          edge[r * WIDTH + l] = c[at + l];
        } else {
          c[at + l] = edge[r * WIDTH + l];
        }
      }
    }
  }

  private void tile(int row, int column, int tile, int step, int steps, int bAt, int stride) {
    int last = tile - WIDTH;
    if (ROWS == PatchTilesFourRows.ROWS) {
      if (tile > WIDTH) {
        PatchTilesFourRows.by2(this, row, column, step, steps, bAt, stride, last);
      } else {
        PatchTilesFourRows.by1(this, row, column, step, steps, bAt, stride);
      }
    } else if (tile > 2 * WIDTH) {
      PatchTilesEightRows.by3(this, row, column, step, steps, bAt, stride, last);
    } else if (tile > WIDTH) {
      PatchTilesEightRows.by2(this, row, column, step, steps, bAt, stride, last);
    } else {
      PatchTilesEightRows.by1(this, row, column, step, steps, bAt, stride);
    }
  }

  int inRow(int row) {
    return fresh || narrow ? 0 : row;
  }

  int inColumn(int column) {
    return fresh || narrow ? 0 : column;
  }

  int outRow(int row) {
    return narrow ? 0 : row;
  }

  int outColumn(int column) {
    return narrow ? 0 : column;
  }
}
