package vae.autodiff.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Team;

/**
 * Matrix products by vector instructions, shared among a team of threads.
 *
 * <p>Every element of C is the chain that {@link vae.autodiff.kernel.scalar.ScalarFloatKernels}
 * defines, bit for bit: lanes, tiles and threads each compute other elements, and none of them
 * splits a chain in a way that changes it. Where an element is NaN, which NaN it is may differ.
 *
 * <p>An instance may be used by several threads at once. It keeps scratch memory, about 300 kB for
 * each thread of the team and each calling thread, and allocates no arrays once that is there.
 */
public final class VectorGemm {

  private static final int WIDTH = FloatVector.SPECIES_PREFERRED.length();

  /** Multiplications that make a part worth handing to another thread: about five microseconds. */
  private static final long WORTH_A_THREAD = 150_000;

  private final Team team;
  private final ThreadLocal<Product> products;

  /**
   * Makes a multiplier that runs on a team.
   *
   * @param team shares the work of large products; stays the caller's to close
   */
  public VectorGemm(Team team) {
    this.team = team;
    this.products = ThreadLocal.withInitial(() -> new Product(team.threads()));
  }

  /** The product that {@link vae.autodiff.kernel.Kernels#gemm} defines. */
  public void multiply(
      int m,
      int n,
      int k,
      MatrixView<float[]> a,
      MatrixView<float[]> b,
      MatrixView<float[]> c,
      boolean accumulate) {
    multiply(m, n, k, a, b, c, accumulate, Activation.IDENTITY, null);
  }

  /**
   * y = f(x W + bias): each thread adds the bias to what it has multiplied, and applies f, while
   * that is in its caches.
   *
   * @param x [rows, k]
   * @param w [k, n]
   * @param bias [n]; null adds nothing
   * @param y [rows, n]; shares no element with the others
   */
  public void layer(
      Activation f, int rows, int n, int k, float[] x, float[] w, float[] bias, float[] y) {
    MatrixView<float[]> left = MatrixView.of(x, 0, k);
    multiply(rows, n, k, left, MatrixView.of(w, 0, n), MatrixView.of(y, 0, n), false, f, bias);
  }

  private void multiply(
      int m,
      int n,
      int k,
      MatrixView<float[]> a,
      MatrixView<float[]> b,
      MatrixView<float[]> c,
      boolean accumulate,
      Activation activation,
      float[] bias) {
    MatrixView.checkProduct(m, n, k, a, b, c);
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      for (int i = 0; i < m && !accumulate; i++) {
        int from = c.offset() + i * c.stride();
        Arrays.fill(c.array(), from, from + n, 0);
      }
      VectorActivations.rectangle(activation, bias, 0, c.array(), c.offset(), c.stride(), m, n);
      return;
    }
    Product product = products.get();
    product.activation = activation;
    product.bias = bias;
    product.m = m;
    product.n = n;
    product.k = k;
    product.a = a;
    product.b = b;
    product.c = c;
    product.accumulate = accumulate;
    product.split();
    try {
      team.run(product.parts(), product);
    } finally {
      product.a = null;
      product.b = null;
      product.c = null;
      product.bias = null;
    }
  }

  /** One product of one calling thread: its arguments, its split and the scratch of its parts. */
  private static final class Product implements Team.Task {
    private final VectorGemmTiles[] tiles;
    private int m;
    private int n;
    private int k;
    private MatrixView<float[]> a;
    private MatrixView<float[]> b;
    private MatrixView<float[]> c;
    private boolean accumulate;
    private Activation activation;
    private float[] bias;
    private int bands;
    private int rowsPerBand;
    private int columnsPerPart;

    Product(int threads) {
      this.tiles = new VectorGemmTiles[threads];
    }

    int parts() {
      return bands * ((n + columnsPerPart - 1) / columnsPerPart);
    }

    /**
     * Splits C into a grid of bands of rows and columns, whole tiles and vectors each.
     *
     * <p>The grid is the one whose largest part costs least: its multiplications, and for every
     * element of A and B that it packs about as much as eight of them.
     */
    void split() {
      long most = Math.clamp((long) m * n * k / WORTH_A_THREAD, 1, tiles.length);
      int rowTiles = (m + VectorGemmTiles.ROWS - 1) / VectorGemmTiles.ROWS;
      int vectors = (n + WIDTH - 1) / WIDTH;
      long least = Long.MAX_VALUE;
      for (int down = 1; down <= most; down++) {
        int across = (int) most / down;
        long rows = (long) (rowTiles + down - 1) / down * VectorGemmTiles.ROWS;
        long columns = (long) (vectors + across - 1) / across * WIDTH;
        long cost = rows * columns + 8 * (rows + columns);
        if (cost < least) {
          least = cost;
          rowsPerBand = (int) rows;
          columnsPerPart = (int) columns;
        }
      }
      bands = (m + rowsPerBand - 1) / rowsPerBand;
    }

    @Override
    public void run(int part) {
      if (tiles[part] == null) {
        tiles[part] = new VectorGemmTiles();
      }
      int i0 = part % bands * rowsPerBand;
      int j0 = part / bands * columnsPerPart;
      int i1 = Math.min(m, i0 + rowsPerBand);
      int j1 = Math.min(n, j0 + columnsPerPart);
      tiles[part].multiply(i0, i1, j0, j1, k, a, b, c, accumulate);
      int first = c.offset() + i0 * c.stride() + j0;
      VectorActivations.rectangle(
          activation, bias, j0, c.array(), first, c.stride(), i1 - i0, j1 - j0);
    }
  }
}
