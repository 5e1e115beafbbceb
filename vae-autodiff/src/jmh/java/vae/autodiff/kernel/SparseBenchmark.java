package vae.autodiff.kernel;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Products of the first layer of a training step with a sparse minibatch, and dense ones. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SparseBenchmark {

  private static final int K = 784;

  /** Images of the minibatch. */
  @Param({"128", "20"})
  public int rows;

  /** Share of pixels that are not zero: at most 1 in {@value NonZeros#SPARSITY}. */
  @Param({"0.13", "0.24"})
  public double density;

  /** Columns of the weight. */
  @Param({"400", "200"})
  public int columns;

  private final NonZeros found = new NonZeros();
  private float[] x;
  private float[] w;
  private float[] b;
  private float[] y;
  private float[] c;

  /** Makes the operands. */
  @Setup(Level.Trial)
  public void prepare(Setting setting) {
    SplittableRandom random = new SplittableRandom(1);
    x = new float[rows * K];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble() < density ? 1 : 0;
    }
    w = Setting.filled(K * columns, -1);
    b = Setting.filled(rows * columns, -1);
    y = new float[rows * columns];
    c = new float[K * columns];
    setting.kernels().sparse().find(x, rows, K, found);
  }

  /** Where the minibatch is not zero, by rows and by columns. */
  @Benchmark
  public NonZeros search(Setting setting) {
    setting.kernels().sparse().find(x, rows, K, found);
    found.turn();
    return found;
  }

  /** Y = X W. */
  @Benchmark
  public float[] product(Setting setting) {
    setting.kernels().sparse().product(found, x, w, columns, y);
    return y;
  }

  /** Y = X W without skipping zeros. */
  @Benchmark
  public float[] denseProduct(Setting setting) {
    MatrixView<float[]> a = MatrixView.of(x, 0, K);
    MatrixView<float[]> b = MatrixView.of(w, 0, columns);
    setting.kernels().gemm(rows, columns, K, a, b, MatrixView.of(y, 0, columns), false);
    return y;
  }

  /** C = Xᵀ B. */
  @Benchmark
  public float[] transposedProduct(Setting setting) {
    setting.kernels().sparse().transposedProduct(found, x, b, columns, c, false);
    return c;
  }
}
