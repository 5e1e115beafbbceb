package vae.autodiff.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import vae.autodiff.kernel.MatrixView;

/**
 * One thread's share of a matrix product: a rectangle of C, computed in register tiles.
 *
 * <p>The loops, from the outside: blocks of rows, whose part of A is packed once and stays in the
 * second-level cache; blocks of k, between which C holds the unfinished chains; column tiles, whose
 * panel of B is packed and stays in the first-level cache; row tiles. Splitting k changes no bits,
 * since a float stored and loaded again is the same float.
 *
 * <p>Scratch memory is bounded by the block sizes, grows on first use and is then kept.
 */
final class VectorGemmTiles {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  /** Vectors in a full column tile: three need 32 vector registers. */
  private static final int VECTORS = WIDTH >= 16 || manyNarrowRegisters() ? 3 : 2;

  /** Rows in a full row tile. */
  static final int ROWS = VECTORS == 3 ? VectorGemmEightRows.ROWS : VectorGemmFourRows.ROWS;

  /** Most steps of k in one go: a panel of B of 48 kB with 16 lanes, of 16 kB with 8. */
  private static final int K_BLOCK = 256;

  /** Most rows of A packed at once: 256 kB with as many steps. */
  private static final int ROW_BLOCK = 256;

  /** Fewer rows than this do not repay copying B. */
  private static final int ROWS_WORTH_PACKING_B = 4 * ROWS;

  private static final float[] ZEROS = new float[VECTORS * WIDTH];

  private float[] packedA = {};
  private final float[] packedB = new float[K_BLOCK * VECTORS * WIDTH];
  private final float[] edge = new float[VectorGemmEightRows.ROWS * VECTORS * WIDTH];

  private static boolean manyNarrowRegisters() {
    return WIDTH == 4 && System.getProperty("os.arch").equals("aarch64");
  }

  /** Computes C for rows i0 to i1 and columns j0 to j1, both exclusive at the end; k ≥ 1. */
  void multiply(
      int i0,
      int i1,
      int j0,
      int j1,
      int k,
      MatrixView<float[]> left,
      MatrixView<float[]> right,
      MatrixView<float[]> result,
      boolean accumulate) {
    boolean transA = left.transposed();
    boolean transB = right.transposed();
    float[] b = right.array();
    float[] c = result.array();
    int lda = left.stride();
    int ldb = right.stride();
    int ldc = result.stride();
    int blocks = (k + K_BLOCK - 1) / K_BLOCK;
    int stepsPerBlock = (k + blocks - 1) / blocks;
    for (int i = i0; i < i1; i += ROW_BLOCK) {
      int rows = Math.min(ROW_BLOCK, i1 - i);
      for (int p = 0; p < k; p += stepsPerBlock) {
        int steps = Math.min(stepsPerBlock, k - p);
        int aFrom = left.offset() + (transA ? p * lda + i : i * lda + p);
        packA(transA, rows, steps, left.array(), aFrom, lda);
        boolean fresh = p == 0 && !accumulate;
        for (int j = j0, columns; j < j1; j += columns) {
          columns = columnTile(j1 - j);
          int bFrom = right.offset() + (transB ? j * ldb + p : p * ldb + j);
          int to = result.offset() + i * ldc + j;
          if (transB || columns % WIDTH != 0 || rows >= ROWS_WORTH_PACKING_B) {
            int stride = (columns + WIDTH - 1) / WIDTH * WIDTH;
            packB(transB, columns, steps, b, bFrom, ldb, stride);
            columnOfTiles(rows, columns, steps, packedB, 0, stride, c, to, ldc, fresh);
          } else {
            columnOfTiles(rows, columns, steps, b, bFrom, ldb, c, to, ldc, fresh);
          }
        }
      }
    }
  }

  /**
   * The width of the next column tile when this many columns are left.
   *
   * <p>Only the last tile may be no multiple of a vector. Where it can, it takes two vectors or
   * more, so that the last of them overlaps with its neighbour instead of the next tile.
   */
  private static int columnTile(int left) {
    int vectors = (left + WIDTH - 1) / WIDTH;
    if (vectors == VECTORS + 1 && (VECTORS > 2 || left % WIDTH != 0)) {
      return (VECTORS - 1) * WIDTH;
    }
    return Math.min(left, VECTORS * WIDTH);
  }

  /** Packs A tile by tile, in each step after step; the last tile is filled up with zero rows. */
  private void packA(boolean transA, int rows, int steps, float[] a, int from, int lda) {
    int size = (rows + ROWS - 1) / ROWS * ROWS * steps;
    if (packedA.length < size) {
      packedA = new float[size];
    }
    for (int i = 0, height; i < rows; i += height) {
      height = rowTile(rows - i);
      int to = i * steps;
      int filled = Math.min(height, rows - i);
      if (filled < height) {
        Arrays.fill(packedA, to, to + height * steps, 0);
      }
      if (transA && filled == ROWS) {
        copyTileRows(a, from + i, lda, steps, packedA, to);
      } else if (transA) {
        copyRows(a, from + i, lda, steps, filled, packedA, to, height);
      } else {
        VectorTranspose.transpose(a, from + i * lda, lda, filled, steps, packedA, to, height);
      }
    }
  }

  private static void copyTileRows(float[] in, int from, int lda, int steps, float[] out, int to) {
    for (int p = 0; p < steps; p++) {
      for (int r = 0; r < ROWS; r += VectorTranspose.BLOCK) {
        FloatVector.fromArray(VectorTranspose.LANES, in, from + p * lda + r)
            .intoArray(out, to + p * ROWS + r);
      }
    }
  }

  private static int rowTile(int left) {
    return left > VectorGemmFourRows.ROWS ? ROWS : VectorGemmFourRows.ROWS;
  }

  /**
   * Packs B step after step, in whole vectors: the last one repeats columns of the one before it,
   * or is filled up with zeros where it is the only one.
   */
  private void packB(
      boolean transB, int columns, int steps, float[] b, int from, int ldb, int stride) {
    if (columns < WIDTH) {
      Arrays.fill(packedB, 0, steps * stride, 0);
      packColumns(transB, columns, steps, b, from, ldb, 0, stride);
      return;
    }
    int whole = columns - columns % WIDTH;
    packColumns(transB, whole, steps, b, from, ldb, 0, stride);
    if (whole < columns) {
      int shift = columns - WIDTH;
      int last = from + (transB ? shift * ldb : shift);
      packColumns(transB, WIDTH, steps, b, last, ldb, whole, stride);
    }
  }

  private void packColumns(
      boolean transB, int columns, int steps, float[] b, int from, int ldb, int to, int stride) {
    if (transB) {
      VectorTranspose.transpose(b, from, ldb, columns, steps, packedB, to, stride);
    } else {
      copyRows(b, from, ldb, steps, columns, packedB, to, stride);
    }
  }

  private static void copyRows(
      float[] in, int from, int inStride, int rows, int columns, float[] out, int to, int stride) {
    if (columns >= WIDTH) {
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < columns; j += WIDTH) {
          int column = Math.min(j, columns - WIDTH);
          FloatVector.fromArray(LANES, in, from + r * inStride + column)
              .intoArray(out, to + r * stride + column);
        }
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        out[to + r * stride + j] = in[from + r * inStride + j];
      }
    }
  }

  private void columnOfTiles(
      int rows,
      int columns,
      int steps,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int cFrom,
      int ldc,
      boolean fresh) {
    for (int i = 0, height; i < rows; i += height) {
      height = rowTile(rows - i);
      int aFrom = i * steps;
      int to = cFrom + i * ldc;
      int filled = Math.min(height, rows - i);
      if (filled < height || columns < WIDTH) {
        int stride = Math.max(columns, WIDTH);
        if (!fresh) {
          copyRows(c, to, ldc, filled, columns, edge, 0, stride);
        }
        tile(height, columns, steps, aFrom, b, bFrom, bStride, edge, 0, stride, fresh);
        copyRows(edge, 0, stride, filled, columns, c, to, ldc);
      } else {
        tile(height, columns, steps, aFrom, b, bFrom, bStride, c, to, ldc, fresh);
      }
    }
  }

  private void tile(
      int height,
      int columns,
      int steps,
      int aFrom,
      float[] b,
      int bFrom,
      int bStride,
      float[] c,
      int to,
      int ldc,
      boolean fresh) {
    float[] in = fresh ? ZEROS : c;
    int inFrom = fresh ? 0 : to;
    int inStride = fresh ? 0 : ldc;
    float[] a = packedA;
    int last = columns - WIDTH;
    if (height == VectorGemmEightRows.ROWS) {
      if (b == packedB && columns > 2 * WIDTH) {
        VectorGemmPackedRows.by3(steps, a, aFrom, b, last, in, inFrom, inStride, c, to, ldc);
      } else if (b == packedB && columns > WIDTH) {
        VectorGemmPackedRows.by2(steps, a, aFrom, b, last, in, inFrom, inStride, c, to, ldc);
      } else if (columns > 2 * WIDTH) {
        VectorGemmEightRows.by3(
            steps, a, aFrom, b, bFrom, bStride, last, in, inFrom, inStride, c, to, ldc);
      } else if (columns > WIDTH) {
        VectorGemmEightRows.by2(
            steps, a, aFrom, b, bFrom, bStride, last, in, inFrom, inStride, c, to, ldc);
      } else {
        VectorGemmEightRows.by1(
            steps, a, aFrom, b, bFrom, bStride, in, inFrom, inStride, c, to, ldc);
      }
    } else {
      if (columns > 2 * WIDTH) {
        VectorGemmFourRows.by3(
            steps, a, aFrom, b, bFrom, bStride, last, in, inFrom, inStride, c, to, ldc);
      } else if (columns > WIDTH) {
        VectorGemmFourRows.by2(
            steps, a, aFrom, b, bFrom, bStride, last, in, inFrom, inStride, c, to, ldc);
      } else {
        VectorGemmFourRows.by1(
            steps, a, aFrom, b, bFrom, bStride, in, inFrom, inStride, c, to, ldc);
      }
    }
  }
}
